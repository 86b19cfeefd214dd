namespace Trainer.Host.Configuration;

/// <summary>Section <c>Output</c>: where a run leaves its files.</summary>
internal sealed class OutputSettings
{
    /// <summary>The run folder itself; null for <c>runs/&lt;time&gt;Z</c>.</summary>
    public string? Folder { get; set; }

    /// <summary>What <c>train</c> prints of its epochs: 0 for nothing, 1 for a bar, 2 for a line each.</summary>
    public int Verbose { get; set; } = 1;

    /// <summary>Whether <c>train</c> shows its epochs, stages and verdict on the whole terminal.</summary>
    public bool Watch { get; set; }
}
