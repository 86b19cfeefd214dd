namespace Trainer.Host.Configuration;

/// <summary>What the section <c>Training</c> must be like.</summary>
internal static class TrainingRules
{
    /// <summary>Everything that is wrong with it, each with the key, the value and what is allowed.</summary>
    public static IEnumerable<string> Problems(TrainingSettings training)
    {
        (bool Holds, string Problem)[] rules =
        [
            (Enum.IsDefined(training.Loss), $"Training:Loss is {training.Loss}; it can be {Names<LossName>()}."),
            (IsShare(training.LabelSmoothing),
                $"Training:LabelSmoothing is {training.LabelSmoothing}; it must be from 0 to below 1."),
            (training.LabelSmoothing == 0 || training.Loss != LossName.MeanSquaredError,
                $"Training:LabelSmoothing is {training.LabelSmoothing}, but Training:Loss MeanSquaredError knows none; "
                    + "leave it out."),
            (Enum.IsDefined(training.Optimizer),
                $"Training:Optimizer is {training.Optimizer}; it can be {Names<OptimizerName>()}."),
            (IsPositive(training.LearningRate),
                $"Training:LearningRate is {training.LearningRate}; it must be above 0."),
            (training.Momentum is not { } momentum || IsShare(momentum),
                $"Training:Momentum is {training.Momentum}; it must be from 0 to below 1."),
            (training.Momentum is null or 0 || training.Optimizer is OptimizerName.Sgd or OptimizerName.RmsProp,
                $"Training:Momentum is {training.Momentum}, but Training:Optimizer {training.Optimizer} has none; "
                    + "leave it out."),
            (!training.Nesterov || training.Optimizer == OptimizerName.Sgd,
                $"Training:Nesterov is true, but Training:Optimizer is {training.Optimizer}; only Sgd can look ahead."),
            (IsNotNegative(training.WeightDecay),
                $"Training:WeightDecay is {training.WeightDecay}; it must be at least 0."),
            (Enum.IsDefined(training.Schedule),
                $"Training:Schedule is {training.Schedule}; it can be {Names<ScheduleName>()}."),
            (IsNotNegative(training.Decay), $"Training:Decay is {training.Decay}; it must be at least 0."),
            (training.Decay is null or 0 || training.Schedule == ScheduleName.Time,
                $"Training:Decay is {training.Decay}, but Training:Schedule is {training.Schedule}; only Time has it. "
                    + "Leave it out."),
            (IsPositive(training.DecayRate), $"Training:DecayRate is {training.DecayRate}; it must be above 0."),
            (IsPositive(training.DecayEpochs), $"Training:DecayEpochs is {training.DecayEpochs}; it must be above 0."),
            (training.WarmupEpochs is null || (training.WarmupEpochs >= 0 && training.WarmupEpochs < training.Epochs),
                $"Training:WarmupEpochs is {training.WarmupEpochs}; "
                    + $"it must be from 0 to below Training:Epochs, which is {training.Epochs}."),
            (training.FinalShare is >= 0 and <= 1,
                $"Training:FinalShare is {training.FinalShare}; it must be from 0 to 1."),
            (IsPositive(training.ClipNorm), $"Training:ClipNorm is {training.ClipNorm}; it must be above 0."),
            (IsPositive(training.ClipValue), $"Training:ClipValue is {training.ClipValue}; it must be above 0."),
            (IsPositive(training.GlobalClipNorm),
                $"Training:GlobalClipNorm is {training.GlobalClipNorm}; it must be above 0."),
            (new[] { training.ClipNorm, training.ClipValue, training.GlobalClipNorm }.Count(
                limit => limit is not null) <= 1,
                "Training:ClipNorm, Training:ClipValue and Training:GlobalClipNorm exclude one another; give one."),
            (training.AccumulateSteps >= 1,
                $"Training:AccumulateSteps is {training.AccumulateSteps}; it must be at least 1."),
            (training.EmaMomentum is not { } ema || IsShare(ema),
                $"Training:EmaMomentum is {training.EmaMomentum}; it must be from 0 to below 1."),
            (training.Metrics is null || MetricNames.TryParse(training.Metrics) is not null,
                $"Training:Metrics is '{training.Metrics}'; it must be a list of {MetricNames.Allowed}, each once."),
            (training.ClassWeights is null || LabelWeights.TryParse(training.ClassWeights) is not null,
                $"Training:ClassWeights is '{training.ClassWeights}'; "
                    + "it must be labels with weights of at least 0, each label once, such as daisy:2,tulip:0.5."),
            (training.ValidationFrequency >= 1,
                $"Training:ValidationFrequency is {training.ValidationFrequency}; it must be at least 1."),
            (training.Seed >= 0, $"Training:Seed is {training.Seed}; it must be at least 0."),
        ];
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Problem);
    }

    private static bool IsShare(double value) => value is >= 0 and < 1;

    private static bool IsPositive(double? value) => value is null or (> 0 and < double.PositiveInfinity);

    private static bool IsNotNegative(double? value) => value is null or (>= 0 and < double.PositiveInfinity);

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}
