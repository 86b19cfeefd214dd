using Trainer.Core.Metrics;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Schedules;
using Trainer.Host.Configuration;

namespace Trainer.Host.Training;

/// <summary>Makes the loss and the optimizer that the settings ask for.</summary>
internal static class TrainingFactory
{
    /// <summary>Makes the loss.</summary>
    public static Loss CreateLoss(TrainingSettings training) => training.Loss switch
    {
        LossName.BinaryCrossentropy => new BinaryCrossentropy(training.LabelSmoothing),
        LossName.MeanSquaredError => new MeanSquaredError(),
        _ => new SparseCategoricalCrossentropy(training.LabelSmoothing),
    };

    /// <summary>Makes the metrics; the accuracy is always the first.</summary>
    public static IReadOnlyList<Metric> CreateMetrics(TrainingSettings training) =>
        [new Accuracy(), .. training.Metrics is null ? [] : MetricNames.TryParse(training.Metrics)!];

    /// <summary>Makes the optimizer with its schedule.</summary>
    /// <param name="training">Settings that a recipe has completed.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, at least 1.</param>
    public static Optimizer CreateOptimizer(TrainingSettings training, int stepsPerEpoch)
    {
        LearningRateSchedule rate = CreateSchedule(training, (double)stepsPerEpoch / training.AccumulateSteps);
        double momentum = training.Momentum ?? 0;
        double decay = training.Schedule == ScheduleName.Time ? training.Decay ?? 0 : 0;
        Optimizer optimizer = training.Optimizer switch
        {
            OptimizerName.Adam => new Adam(rate, decay: decay),
            OptimizerName.AdamW => new AdamW(rate, decay: decay),
            OptimizerName.RmsProp => new RmsProp(rate, momentum: momentum, decay: decay),
            _ => new Sgd(rate, momentum, decay, training.Nesterov),
        };
        optimizer.WeightDecay = training.WeightDecay ?? optimizer.WeightDecay;
        optimizer.ClipNorm = training.ClipNorm;
        optimizer.ClipValue = training.ClipValue;
        optimizer.GlobalClipNorm = training.GlobalClipNorm;
        optimizer.AccumulateSteps = training.AccumulateSteps;
        optimizer.EmaMomentum = training.EmaMomentum;
        return optimizer;
    }

    /// <summary>The schedule; its time is counted in updates.</summary>
    internal static LearningRateSchedule CreateSchedule(TrainingSettings training, double updatesPerEpoch)
    {
        double rate = training.LearningRate!.Value;
        double total = Math.Max(1, training.Epochs * updatesPerEpoch);
        double decayUpdates = (training.DecayEpochs ?? (training.Epochs / 3.0)) * updatesPerEpoch;
        long warmup = (long)Math.Round((training.WarmupEpochs ?? 0) * updatesPerEpoch);
        return training.Schedule switch
        {
            ScheduleName.Step => new ExponentialDecay(rate, decayUpdates, training.DecayRate, staircase: true),
            ScheduleName.Exponential => new ExponentialDecay(rate, decayUpdates, training.DecayRate),
            ScheduleName.Cosine when warmup > 0 => new CosineDecay(
                0, Math.Max(1, (long)total - warmup), training.FinalShare, rate, warmup),
            ScheduleName.Cosine => new CosineDecay(rate, (long)total, training.FinalShare),
            ScheduleName.OneCycle when training.WarmupEpochs is { } epochs => new OneCycle(
                rate, (long)total, epochs / training.Epochs),
            ScheduleName.OneCycle => new OneCycle(rate, (long)total),
            _ => rate,
        };
    }
}
