using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <summary>The range test: steps with a rate that grows from tiny to huge, until the loss explodes.</summary>
internal sealed class LearningRateFinder(
    Model model, Optimizer optimizer, LearningRateFinderOptions options, CancellationToken cancellation)
{
    /// <summary>Runs the test and leaves weights and optimizer as they were; on the Torch thread.</summary>
    public LearningRateRange Run(BatchSource source)
    {
        using var before = new StateDictionary();
        using Tensor generator = DefaultGenerator.GetState();
        model.SaveState(before);
        try
        {
            using IBatchReader reader = source.Open(
                new ReadingPlan(options.BatchSize, Shuffle: true, options.Seed, Ahead: model.Ahead));
            return Measure(reader);
        }
        finally
        {
            optimizer.RateOverride = null;
            model.LoadState(before);
            DefaultGenerator.SetState(generator);
        }
    }

    private LearningRateRange Measure(IBatchReader reader)
    {
        var rates = new List<double>();
        var losses = new List<double>();
        var smoothed = new List<double>();
        double average = 0;
        double least = double.PositiveInfinity;
        int epoch = 0;
        reader.BeginEpoch(epoch);
        for (int step = 0; step < options.Steps; step++)
        {
            SampleBatch? batch = reader.Read(cancellation);
            if (batch is null)
            {
                reader.BeginEpoch(++epoch);
                batch = reader.Read(cancellation) ?? throw new InvalidOperationException("An epoch had no batch.");
            }

            double rate = options.MinRate * Math.Pow(
                options.MaxRate / options.MinRate, step / Math.Max(1.0, options.Steps - 1));
            optimizer.RateOverride = rate;
            double loss;
            using (batch)
            {
                loss = model.Train(batch, classWeights: null).Read().Loss;
            }

            cancellation.ThrowIfCancellationRequested();
            average = (options.Smoothing * average) + ((1 - options.Smoothing) * loss);
            double corrected = average / (1 - Math.Pow(options.Smoothing, step + 1));
            if (!double.IsFinite(corrected) || (step > 0 && corrected > options.StopFactor * least))
            {
                break;
            }

            rates.Add(rate);
            losses.Add(loss);
            smoothed.Add(corrected);
            least = Math.Min(least, corrected);
        }

        return rates.Count > 0
            ? new LearningRateRange(rates, losses, smoothed)
            : throw new InvalidOperationException(
                $"The loss is not a finite number even with a learning rate of {options.MinRate}; "
                    + "look for broken input values.");
    }
}
