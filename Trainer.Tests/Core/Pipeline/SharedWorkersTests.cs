using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trainer.Augment;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>Two pipelines on one group of workers.</summary>
public sealed class SharedWorkersTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    public async Task Take_FromBoth_NeverMoreAtWorkThanTheGroupHas(int workers, bool randomAccess)
    {
        using var work = new CountedWork(workers);
        using MemoryDataset dataset = work.Dataset(62, randomAccess);
        ImageDataGenerator generator = work.Generator();
        InputPipelineOptions options = Options(new WorkerGroup(workers)) with { ParseWorkers = 4, AugmentWorkers = 4, Epochs = 3 };
        using var training = new InputPipeline(dataset, generator, options);
        using var validation = new InputPipeline(dataset, generator, options);
        Task[] consumers = [Task.Run(() => Drain(training), Patience), Task.Run(() => Drain(validation), Patience)];

        await work.StepAsync(30);
        await Task.WhenAll(consumers).WaitAsync(Bound, Patience);

        Assert.Equal(workers, work.Most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Take_FromBoth_DeliversTheSameBytesAsAlone(int workers)
    {
        var group = new WorkerGroup(workers);
        using var dataset = new MemoryDataset(62);
        using var sequential = new MemoryDataset(47) { SupportsRandomAccess = false };
        InputPipelineOptions training = new() { BatchSize = 8, ChunkSize = 3, Shuffle = Shuffle.Full, Seed = 3, Epochs = 6, ParseWorkers = 3, AugmentWorkers = 2 };
        InputPipelineOptions validation = new() { BatchSize = 5, ChunkSize = 2, Epochs = 6 };

        string[] together = await Task.WhenAll(
            Task.Run(() => Digest(dataset, training with { WorkerGroup = group }), Patience),
            Task.Run(() => Digest(sequential, validation with { WorkerGroup = group }), Patience)).WaitAsync(Bound, Patience);

        Assert.Equal([Digest(dataset, training), Digest(sequential, validation)], together);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Take_WhileTheOtherIsFull_GoesOnToTheEnd(bool randomAccess)
    {
        using var dataset = new MemoryDataset(62) { SupportsRandomAccess = randomAccess };
        var group = new WorkerGroup(1);
        using var full = new InputPipeline(dataset, null, Options(group) with { MaxQueueSize = 1 });
        using var other = new InputPipeline(dataset, null, Options(group) with { MaxQueueSize = 1 });

        // Neither order leaves the other without a worker, although nobody empties its queue.
        Assert.Equal(16, Drain(other));
        Assert.Equal(16, Drain(full));
    }

    [Fact]
    public void Dispose_WhileTheOtherGoesOn_LeavesItTheWorkers()
    {
        using var dataset = new MemoryDataset(62);
        var group = new WorkerGroup(1);
        var first = new InputPipeline(dataset, null, Options(group));
        using var second = new InputPipeline(dataset, null, Options(group));
        first.Take(Patience)!.Dispose();
        second.Take(Patience)!.Dispose();

        first.Dispose();

        Assert.Empty(first.Abandoned);
        Assert.Equal(15, Drain(second));
    }

    [Fact]
    public async Task Dispose_WhileTheOtherHasAllWorkers_DoesNotWaitForThem()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using MemoryDataset blocking = Blocking(entered, gate);
        using var dataset = new MemoryDataset(62);
        var group = new WorkerGroup(1);
        using var busy = new InputPipeline(blocking, null, Options(group));
        Assert.True(entered.Wait(Bound, Patience));
        var waiting = new InputPipeline(dataset, null, Options(group));

        await waiting.DisposeAsync().AsTask().WaitAsync(Bound, Patience);

        // Had a stage not ended, some slots would still be its.
        (int free, int total) = waiting.CountSlots();
        Assert.Equal(total, free);
        gate.Set();
        Assert.Equal(16, Drain(busy));
    }

    [Fact]
    public async Task Dispose_WhileItsDelegateDoesNotReturn_GivesTheWorkerToTheOther()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using MemoryDataset blocking = Blocking(entered, gate);
        using var dataset = new MemoryDataset(62);
        var group = new WorkerGroup(1);
        var stuck = new InputPipeline(blocking, null, Options(group));
        Assert.True(entered.Wait(Bound, Patience));
        using var other = new InputPipeline(dataset, null, Options(group));

        await stuck.DisposeAsync().AsTask().WaitAsync(Bound, Patience);

        Assert.Equal(["parse: memory, row 1"], stuck.Abandoned);
        Assert.Equal(16, Drain(other));
        gate.Set();
    }

    [Fact]
    public void Take_AfterAFaultOfTheOther_GoesOn()
    {
        using var bad = new MemoryDataset(62) { OnDecode = row => _ = row == 37 ? throw new InvalidDataException("torn") : 0 };
        using var good = new MemoryDataset(62);
        var group = new WorkerGroup(2);
        using var failing = new InputPipeline(bad, null, Options(group));
        using var other = new InputPipeline(good, null, Options(group));

        Assert.Throws<PipelineStageException>(() => Drain(failing));

        Assert.Equal(16, Drain(other));
    }

    [Fact]
    public void Take_WhileTheOtherDoesNotReturn_SaysWhoHasTheWorkers()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using MemoryDataset blocking = Blocking(entered, gate);
        using var dataset = new MemoryDataset(62);
        var group = new WorkerGroup(1);
        using var busy = new InputPipeline(blocking, null, Options(group));
        Assert.True(entered.Wait(Bound, Patience));
        using var waiting = new InputPipeline(dataset, null, Options(group) with { StallTimeout = TimeSpan.FromMilliseconds(200) });

        var e = Assert.Throws<PipelineStalledException>(() => waiting.Take(Patience));

        Assert.Contains("No stage is working. Chunks waiting", e.Message, StringComparison.Ordinal);
        Assert.Contains("; all workers of the group are at work for other pipelines. ", e.Message, StringComparison.Ordinal);
        gate.Set();
    }

    private static InputPipelineOptions Options(WorkerGroup group) => new() { BatchSize = 4, ChunkSize = 2, Epochs = 1, WorkerGroup = group };

    private static MemoryDataset Blocking(ManualResetEventSlim entered, ManualResetEventSlim gate) => new(62)
    {
        OnDecode = row =>
        {
            if (row == 0)
            {
                entered.Set();
                gate.Wait(Bound);
            }
        },
    };

    private static int Drain(InputPipeline pipeline)
    {
        int batches = 0;
        for (; pipeline.Take(Patience) is { } batch; batches++)
        {
            batch.Dispose();
        }

        return batches;
    }

    private static string Digest(MemoryDataset dataset, InputPipelineOptions options)
    {
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { RotationRange = 20, HorizontalFlip = true });
        using var pipeline = new InputPipeline(dataset, generator, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (pipeline.Take(Patience) is { } batch)
        {
            using (batch)
            {
                hash.AppendData(MemoryMarshal.AsBytes(batch.Images));
                hash.AppendData(MemoryMarshal.AsBytes(batch.Labels));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
