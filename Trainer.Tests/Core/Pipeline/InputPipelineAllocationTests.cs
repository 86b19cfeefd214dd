using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>What one sample may cost the garbage collector; by itself, because the count is the whole process'.</summary>
[Collection(nameof(MeasuredCollection))]
public sealed class InputPipelineAllocationTests
{
    private const int Rows = 1020;
    private const int MaxBytesPerSample = 200;

    [Fact]
    public void Take_InTheSteadyState_AllocatesNextToNothing()
    {
        using var dataset = new MemoryDataset(Rows, shape: new ImageShape(16, 16, 3));
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { RotationRange = 20, ZoomRange = 0.15, HorizontalFlip = true });
        using var pipeline = new InputPipeline(
            dataset, generator, new InputPipelineOptions { Shuffle = Shuffle.Full, ParseWorkers = 2, AugmentWorkers = 2 });
        Run(pipeline, epochs: 2);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Run(pipeline, epochs: 10);
        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;

        TestContext.Current.SendDiagnosticMessage($"{(double)bytes / (10 * Rows):F1} bytes per sample");
        Assert.InRange(bytes, 0, MaxBytesPerSample * 10L * Rows);
    }

    private static void Run(InputPipeline pipeline, int epochs)
    {
        for (int step = 0; step < epochs * pipeline.StepsPerEpoch; step++)
        {
            pipeline.Take(TestContext.Current.CancellationToken)!.Dispose();
        }
    }
}
