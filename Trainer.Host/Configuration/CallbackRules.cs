namespace Trainer.Host.Configuration;

/// <summary>What the section <c>Callbacks</c> must be like.</summary>
internal static class CallbackRules
{
    /// <summary>Everything that is wrong with it, each with the key, the value and what is allowed.</summary>
    public static IEnumerable<string> Problems(CallbackSettings callbacks, TrainingSettings training)
    {
        bool hasSchedule = training.Schedule is not (ScheduleName.Constant or ScheduleName.Time);
        return SettingsValidator.Broken(
            (!string.IsNullOrWhiteSpace(callbacks.Monitor),
                "Callbacks:Monitor is empty; it must be a figure such as val_loss."),
            (!callbacks.RestoreBestWeights || callbacks.EarlyStoppingPatience is not null,
                "Callbacks:RestoreBestWeights is true, but there is no Callbacks:EarlyStoppingPatience; "
                    + "give one, as large as you like."),
            (callbacks.PlateauPatience is null || !hasSchedule,
                $"Callbacks:PlateauPatience is {callbacks.PlateauPatience}, but Training:Schedule {training.Schedule} "
                    + "decides the rate; use Constant."),
            (callbacks.LearningRates is null || EpochRates.TryParse(callbacks.LearningRates) is not null,
                $"Callbacks:LearningRates is '{callbacks.LearningRates}'; "
                    + "it must be epochs, from 0 and ascending, with rates above 0, such as 0:0.1,30:0.01."),
            (callbacks.LearningRates is null || training.Schedule == ScheduleName.Constant,
                $"Callbacks:LearningRates is '{callbacks.LearningRates}', but Training:Schedule {training.Schedule} "
                    + "moves the rate; use Constant."),
            (callbacks.CsvLog is null
                || string.Equals(callbacks.CsvLog, Path.GetFileName(callbacks.CsvLog), StringComparison.Ordinal),
                $"Callbacks:CsvLog is '{callbacks.CsvLog}'; it must be a file name without a folder."));
    }
}
