using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trainer.Augment;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>Numbers of workers that change while the pipeline runs.</summary>
public sealed class InputPipelineWorkerTests
{
    private static readonly InputPipelineOptions Options = new()
    {
        BatchSize = 8,
        ChunkSize = 3,
        Shuffle = Shuffle.Full,
        Seed = 3,
        Epochs = 12,
        WorkerBudget = 9,
    };

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void SetWorkers_AtAnyMoment_ChangesNoByte(int seed)
    {
        var random = new Random(seed);

        string changing = Digest(pipeline =>
        {
            if (random.Next(3) == 0)
            {
                pipeline.SetWorkers(random.Next(1, 10), random.Next(1, 10));
            }
        });

        Assert.Equal(Digest(_ => { }), changing);
    }

    [Fact]
    public void Take_WithABudgetOfOne_DeliversTheSameBytes() =>
        Assert.Equal(Digest(_ => { }), Digest(_ => { }, Options with { WorkerBudget = 1 }));

    [Theory]
    [InlineData(2, 2, 2)]
    [InlineData(3, 2, 3)]
    [InlineData(1, 1, 1)]
    public async Task Take_WithABudget_NeverMoreAtWork(int parse, int augment, int budget)
    {
        using var work = new CountedWork(budget);
        using MemoryDataset dataset = work.Dataset(62, randomAccess: true);
        InputPipelineOptions options = Options with { ParseWorkers = parse, AugmentWorkers = augment, WorkerBudget = budget };
        using var pipeline = new InputPipeline(dataset, work.Generator(), options);

        await work.StepAsync(30);
        while (pipeline.Take(Patience) is { } batch)
        {
            batch.Dispose();
        }

        Assert.Equal(budget, work.Most);
    }

    [Fact]
    public void SetWorkers_Statistics_ShowTheNewNumbers()
    {
        using var dataset = new MemoryDataset(20);
        using var pipeline = new InputPipeline(dataset, null, Options);

        pipeline.SetWorkers(5, 4);

        Assert.Equal([5, 5, 4, 1], pipeline.ReadStatistics().Stages.Select(stage => stage.Workers));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 10)]
    [InlineData(10, 1)]
    public void SetWorkers_TooFewOrTooMany_Throws(int parse, int augment)
    {
        using var dataset = new MemoryDataset(20);
        using var pipeline = new InputPipeline(dataset, null, Options);

        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.SetWorkers(parse, augment));
    }

    [Fact]
    public void SetWorkers_WithoutBudget_NamesWhatThePipelineWasMadeFor()
    {
        using var dataset = new MemoryDataset(20);
        using var pipeline = new InputPipeline(dataset, null, Options with { WorkerBudget = null, ParseWorkers = 2 });

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.SetWorkers(1, 2));

        Assert.StartsWith(
            "1 parse and 2 augment workers are more than the pipeline was made for: WorkerBudget is not set, ParseWorkers 2 and AugmentWorkers 1.",
            error.Message,
            StringComparison.Ordinal);
    }

    private static string Digest(Action<InputPipeline> afterEachBatch, InputPipelineOptions? options = null)
    {
        using var dataset = new MemoryDataset(61);
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { RotationRange = 20, HorizontalFlip = true });
        using var pipeline = new InputPipeline(dataset, generator, options ?? Options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (pipeline.Take(Patience) is { } batch)
        {
            using (batch)
            {
                hash.AppendData(MemoryMarshal.AsBytes(batch.Images));
                hash.AppendData(MemoryMarshal.AsBytes(batch.Labels));
            }

            afterEachBatch(pipeline);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
