namespace Trainer.Core.Telemetry;

/// <summary>What holds a training up.</summary>
public enum BottleneckKind
{
    /// <summary>No step has been measured.</summary>
    Unknown,

    /// <summary>The trainer: its data is there when it asks.</summary>
    Compute,

    /// <summary>A stage of the pipeline, which is slower than the trainer.</summary>
    Input,

    /// <summary>The pipeline, which is fast enough in the mean, but not all of the time.</summary>
    InputInBursts,
}
