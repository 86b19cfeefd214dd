namespace Trainer.Core.Telemetry;

/// <summary>The parts of a step of training.</summary>
public enum StepPart
{
    /// <summary>No step is in work.</summary>
    Outside,

    /// <summary>Waiting for the next batch.</summary>
    DataWait,

    /// <summary>Copying images and labels to the device.</summary>
    CopyToDevice,

    /// <summary>The network and the loss.</summary>
    Forward,

    /// <summary>The gradients.</summary>
    Backward,

    /// <summary>Updating the weights.</summary>
    Optimizer,

    /// <summary>Callbacks and checkpoints.</summary>
    Callbacks,

    /// <summary>Waiting for what a device is still to compute.</summary>
    DeviceWait,

    /// <summary>Whatever lies between: reading the loss back, the figures.</summary>
    Other,
}
