namespace Trainer.Core.Training.Callbacks;

/// <summary>Which values of a monitored figure are good.</summary>
public enum MonitorMode
{
    /// <summary>Large ones for accuracies, precision, recall and F1, small ones for everything else.</summary>
    Auto,

    /// <summary>Small ones.</summary>
    Min,

    /// <summary>Large ones.</summary>
    Max,
}
