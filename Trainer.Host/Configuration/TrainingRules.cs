namespace Trainer.Host.Configuration;

/// <summary>What the section <c>Training</c> must be like.</summary>
internal static class TrainingRules
{
    /// <summary>Everything that is wrong with it, each with the key, the value and what is allowed.</summary>
    public static IEnumerable<string> Problems(TrainingSettings training) => SettingsValidator.Broken(
        (training.LabelSmoothing == 0 || training.Loss != LossName.MeanSquaredError,
            $"Training:LabelSmoothing is {training.LabelSmoothing}, but Training:Loss MeanSquaredError knows none; "
                + "leave it out."),
        (training.Momentum is null or 0 || training.Optimizer is OptimizerName.Sgd or OptimizerName.RmsProp,
            $"Training:Momentum is {training.Momentum}, but Training:Optimizer {training.Optimizer} has none; "
                + "leave it out."),
        (!training.Nesterov || training.Optimizer == OptimizerName.Sgd,
            $"Training:Nesterov is true, but Training:Optimizer is {training.Optimizer}; only Sgd can look ahead."),
        (training.Decay is null or 0 || training.Schedule == ScheduleName.Time,
            $"Training:Decay is {training.Decay}, but Training:Schedule is {training.Schedule}; only Time has it. "
                + "Leave it out."),
        (training.WarmupEpochs is null || (training.WarmupEpochs >= 0 && training.WarmupEpochs < training.Epochs),
            $"Training:WarmupEpochs is {training.WarmupEpochs}; "
                + $"it must be from 0 to below Training:Epochs, which is {training.Epochs}."),
        (new[] { training.ClipNorm, training.ClipValue, training.GlobalClipNorm }.Count(
            limit => limit is not null) <= 1,
            "Training:ClipNorm, Training:ClipValue and Training:GlobalClipNorm exclude one another; give one."),
        (training.Metrics is null || MetricNames.TryParse(training.Metrics) is not null,
            $"Training:Metrics is '{training.Metrics}'; it must be a list of {MetricNames.Allowed}, each once."),
        (training.ClassWeights is null || LabelWeights.TryParse(training.ClassWeights) is not null,
            $"Training:ClassWeights is '{training.ClassWeights}'; "
                + "it must be labels with weights of at least 0, each label once, such as daisy:2,tulip:0.5."));
}
