using Trainer.Core.Training.Callbacks;

namespace Trainer.Host.Configuration;

/// <summary>Section <c>Callbacks</c>: what is done besides training, at the ends of epochs.</summary>
internal sealed class CallbackSettings
{
    [Setting("the figure that the next ones watch")]
    public string Monitor { get; set; } = "val_loss";

    [Setting("which values of it are good: `Min`, `Max`, or `Auto` to tell by its name")]
    public MonitorMode MonitorMode { get; set; } = MonitorMode.Auto;

    [Setting(
        "save the weights whenever it is the best so far, to `best.safetensors`, which `evaluate RUN "
            + "--weights best.safetensors` takes")]
    public bool SaveBest { get; set; }

    [Setting("save the weights every so many epochs, to `weights-0001.safetensors`, …; 0 for never", Least = 0)]
    public int SaveEpochs { get; set; }

    [Setting("end the training after so many epochs without improvement", Least = 0)]
    public int? EarlyStoppingPatience { get; set; }

    [Setting("the least change that counts as improvement", Least = 0)]
    public double EarlyStoppingMinDelta { get; set; }

    [Setting("end with the weights of the best epoch; needs the patience")]
    public bool RestoreBestWeights { get; set; }

    [Setting("lower the learning rate after so many epochs without improvement", Least = 0)]
    public int? PlateauPatience { get; set; }

    [Setting("what the rate is multiplied by then", Above = 0, Below = 1)]
    public double PlateauFactor { get; set; } = 0.1;

    [Setting("the epochs after that which are not counted", Least = 0)]
    public int PlateauCooldown { get; set; }

    [Setting("the rate not to go below", Least = 0)]
    public double PlateauMinRate { get; set; }

    [Setting("rates from epochs on, counted from 0: `0:0.1,30:0.01,60:0.001`; with `Schedule` `Constant`")]
    public string? LearningRates { get; set; }

    [Setting("end the training, not the program, when the loss is not a finite number")]
    public bool TerminateOnNaN { get; set; }

    [Setting("a file in the run folder for the figures in Keras' form: epochs from 0, separated by commas")]
    public string? CsvLog { get; set; }

    [Setting(
        "let a run that was interrupted or killed go on by itself when it is started again with the same "
            + "`Output:Folder`, as `--resume` does")]
    public bool BackupAndRestore { get; set; }

    [Setting("write what TensorBoard shows into the run folder's `tensorboard`")]
    public bool TensorBoard { get; set; }

    [Setting("the weights' histograms in it every so many epochs; 0 for never", Least = 0)]
    public int HistogramEpochs { get; set; }

    [Setting("the first images of every so many epochs in it; 0 for never", Least = 0)]
    public int ImageEpochs { get; set; }
}
