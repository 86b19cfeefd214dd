namespace Trainer.Core.Telemetry;

/// <summary>What the stages are called in reports, instruments and spans.</summary>
internal static class StageNames
{
    /// <summary>Reads rows.</summary>
    public const string Read = "read";

    /// <summary>Parses them.</summary>
    public const string Parse = "parse";

    /// <summary>Augments images.</summary>
    public const string Augment = "augment";

    /// <summary>Puts batches together.</summary>
    public const string Batch = "batch";

    /// <summary>The queue of finished batches.</summary>
    public const string Prefetch = "prefetch";
}
