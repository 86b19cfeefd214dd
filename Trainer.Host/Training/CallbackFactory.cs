using Trainer.Core.Training.Callbacks;
using Trainer.Host.Configuration;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Training;

/// <summary>Makes the callbacks that the settings ask for.</summary>
internal static class CallbackFactory
{
    /// <summary>Makes them; those that change the learning rate or the logs come first.</summary>
    public static IReadOnlyList<Callback> Create(CallbackSettings settings, RunFolder run)
    {
        var callbacks = new List<Callback>();
        if (settings.LearningRates is { } text)
        {
            IReadOnlyList<(int Epoch, double Rate)> rates = EpochRates.TryParse(text)!;
            callbacks.Add(new LearningRateScheduler((epoch, present) => EpochRates.At(rates, epoch, present)));
        }

        if (settings.PlateauPatience is { } plateau)
        {
            callbacks.Add(new ReduceLROnPlateau(
                settings.Monitor,
                settings.PlateauFactor,
                plateau,
                settings.MonitorMode,
                cooldown: settings.PlateauCooldown,
                minRate: settings.PlateauMinRate));
        }

        if (settings.TerminateOnNaN)
        {
            callbacks.Add(new TerminateOnNaN());
        }

        if (settings.SaveBest)
        {
            callbacks.Add(
                new ModelCheckpoint(
                    Path.Combine(run.Path, "best.safetensors"),
                    settings.Monitor,
                    saveBestOnly: true,
                    settings.MonitorMode));
        }

        if (settings.SaveEpochs > 0)
        {
            callbacks.Add(
                new ModelCheckpoint(
                    Path.Combine(run.Path, "weights-{epoch:0000}.safetensors"), everyEpochs: settings.SaveEpochs));
        }

        if (settings.EarlyStoppingPatience is { } patience)
        {
            callbacks.Add(new EarlyStopping(
                settings.Monitor,
                settings.EarlyStoppingMinDelta,
                patience,
                settings.MonitorMode,
                restoreBestWeights: settings.RestoreBestWeights));
        }

        if (settings.CsvLog is { } file)
        {
            callbacks.Add(new CsvLogger(Path.Combine(run.Path, file)));
        }

        if (settings.TensorBoard)
        {
            callbacks.Add(
                new TensorBoard(Path.Combine(run.Path, "tensorboard"), settings.HistogramEpochs, settings.ImageEpochs));
        }

        return callbacks;
    }
}
