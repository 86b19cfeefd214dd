namespace Trainer.Host.Configuration;

/// <summary>All settings of the program. A key is a section and a property: <c>Training:Epochs</c>.</summary>
internal sealed class TrainerSettings
{
    /// <summary>Where the images are and what shape they have.</summary>
    public DataSettings Data { get; set; } = new();

    /// <summary>How batches are scheduled and made.</summary>
    public PipelineSettings Pipeline { get; set; } = new();

    /// <summary>How training images are varied.</summary>
    public AugmentSettings Augment { get; set; } = new();

    /// <summary>Which network.</summary>
    public ModelSettings Model { get; set; } = new();

    /// <summary>The recipe.</summary>
    public TrainingSettings Training { get; set; } = new();

    /// <summary>What is done besides training, at the ends of epochs.</summary>
    public CallbackSettings Callbacks { get; set; } = new();

    /// <summary>Where and with how many threads the network works.</summary>
    public TorchSettings Torch { get; set; } = new();

    /// <summary>When the state of a run is written down, to resume it.</summary>
    public CheckpointSettings Checkpoint { get; set; } = new();

    /// <summary>Who is shown the measurements of a run.</summary>
    public TelemetrySettings Telemetry { get; set; } = new();

    /// <summary>Where a run leaves its files.</summary>
    public OutputSettings Output { get; set; } = new();

    /// <summary>The page in the browser.</summary>
    public DashboardSettings Dashboard { get; set; } = new();
}
