namespace Trainer.Host.Configuration;

/// <summary>Section <c>Dashboard</c>: the page in the browser.</summary>
internal sealed class DashboardSettings
{
    /// <summary>The port that <c>--dashboard</c> takes when none is named.</summary>
    public const int DefaultPort = 5080;

    /// <summary>The TCP port; 0 for any that is free, null for no page.</summary>
    public int? Port { get; set; }

    /// <summary>The address to listen on; the default is seen from this computer alone.</summary>
    public string Address { get; set; } = "127.0.0.1";
}
