namespace Trainer.Host.Configuration;

/// <summary>Section <c>Dashboard</c>: the page in the browser.</summary>
internal sealed class DashboardSettings
{
    /// <summary>The port that <c>--dashboard</c> takes when none is named.</summary>
    public const int DefaultPort = 5080;

    [Setting(
        "serve a page that shows the run under way and the finished ones; 5080 when `--dashboard` names "
            + "none, 0 for any port that is free",
        Short = "--dashboard", Least = 0, Most = 65535)]
    public int? Port { get; set; }

    [Setting("the address to serve it on; 0.0.0.0 lets other computers see it")]
    public string Address { get; set; } = "127.0.0.1";
}
