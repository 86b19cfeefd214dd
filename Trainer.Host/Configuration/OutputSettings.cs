namespace Trainer.Host.Configuration;

/// <summary>Section <c>Output</c>: where a run leaves its files.</summary>
internal sealed class OutputSettings
{
    [Setting("the run folder itself", Short = "--output", Default = "`runs/<time>Z`")]
    public string? Folder { get; set; }

    [Setting("what `train` prints of its epochs: 0 nothing, 1 a bar, 2 a line each", Least = 0, Most = 2)]
    public int Verbose { get; set; } = 1;

    [Setting(
        "show epochs, curves, stages and the verdict on the whole terminal while `train` runs; plain "
            + "lines where that cannot be",
        Short = "--watch")]
    public bool Watch { get; set; }
}
