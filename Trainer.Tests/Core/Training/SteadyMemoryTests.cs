using Trainer.Augment;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Optimizers;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Training;

/// <summary>Long training takes no more memory than short: what is live after a full collection does not grow from step to step.</summary>
[Collection(TorchCollection.Name)]
public sealed class SteadyMemoryTests
{
    private const int StepsPerEpoch = 100;
    private const int Epochs = 21;
    private const int BatchSize = 8;

    // Over 2,000 steps: less than the smallest object per step would come to.
    private const long MaxGrowthBytes = 40_000;

    [Fact]
    public void Fit_TwoThousandStepsAfterAWarmEpoch_LiveMemoryIsFlat()
    {
        using var dataset = new MemoryDataset(StepsPerEpoch * BatchSize);
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { RotationRange = 20, HorizontalFlip = true });
        using var pipeline = new InputPipeline(
            dataset, generator, new InputPipelineOptions { BatchSize = BatchSize, Shuffle = Shuffle.Full, ParseWorkers = 2, AugmentWorkers = 2 });
        using Model model = TinyModel.Make(new Adam());
        var memory = new LiveMemory();

        model.Fit(pipeline, new() { Epochs = Epochs, Callbacks = [memory] }, TestContext.Current.CancellationToken);

        (long warmTensors, long warmBytes) = memory.AtEpochEnds[0];
        (long tensors, long bytes) = memory.AtEpochEnds[^1];
        Assert.Equal(Epochs * StepsPerEpoch, memory.Steps);
        Assert.Equal(warmTensors, tensors);
        Assert.True(bytes - warmBytes <= MaxGrowthBytes, $"{bytes - warmBytes} bytes more are live than after the first epoch.");
    }

    private sealed class LiveMemory : Callback
    {
        public int Steps { get; private set; }

        public List<(long Tensors, long Bytes)> AtEpochEnds { get; } = new(Epochs);

        public override void OnTrainBatchEnd(int step, StepLogs logs) => Steps++;

        public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            AtEpochEnds.Add((Tensor.TotalCount, GC.GetTotalMemory(forceFullCollection: true)));
        }
    }
}
