using System.Globalization;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Devices;

[Collection(TorchCollection.Name)]
public sealed class DevicePrefetchTests
{
    private static readonly InputPipelineOptions Options = new() { BatchSize = 4, Shuffle = Shuffle.Full, Seed = 3, Epochs = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Read_SeveralEpochs_GivesThePipelinesBatches(int ahead)
    {
        using var dataset = new MemoryDataset(22);
        using var device = new FakeDevice();
        using var plain = new InputPipeline(dataset, null, Options);
        using var fed = new InputPipeline(dataset, null, Options);
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(fed, fed.StepsPerEpoch, CPU, device, ahead);
            for (int epoch = 0; epoch < 3; epoch++)
            {
                reader.BeginEpoch(epoch);
                for (int step = 0; step < plain.StepsPerEpoch; step++)
                {
                    using Batch expected = plain.Take()!;
                    using SampleBatch batch = reader.Read(CancellationToken.None)!;
                    Assert.Equal(expected.Images.ToArray(), HostValues.Floats(batch.Images));
                    Assert.Equal(expected.Labels.ToArray(), batch.Labels!.data<long>().ToArray());
                    Assert.Equal(Array.ConvertAll(expected.Labels.ToArray(), label => (int)label), batch.KnownClasses);
                    Assert.Equal(expected.Rows.ToArray(), batch.Rows.ToArray());
                    Assert.Equal((PipelinePosition?)expected.Position, batch.Position);
                }

                Assert.Null(reader.Read(CancellationToken.None));
                Assert.Null(reader.Read(CancellationToken.None));
            }
        });
        Assert.Equal(0, device.LiveMarks);
    }

    [Fact]
    public void Read_MixedSamples_GivesSharesAndTheirLargestClass()
    {
        using var dataset = new MemoryDataset(8);
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { MixupAlpha = 0.4 });
        using var plain = new InputPipeline(dataset, generator, Options);
        using var fed = new InputPipeline(dataset, generator, Options);
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(fed, 2, CPU, new FakeDevice(), ahead: 2);
            reader.BeginEpoch(0);
            using Batch expected = plain.Take()!;
            using SampleBatch batch = reader.Read(CancellationToken.None)!;

            Assert.Equal(expected.SoftLabels.ToArray(), HostValues.Floats(batch.Labels!));
            Assert.Equal(HostValues.Classes(batch.Labels!), batch.KnownClasses);
        });
    }

    [Fact]
    public void Read_BatchInUse_IsWrittenAgainOnlyBehindTheMarkOfItsRelease()
    {
        using var dataset = new MemoryDataset(40);
        using var device = new FakeDevice();
        using var pipeline = new InputPipeline(dataset, null, Options with { Epochs = 1 });
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(pipeline, 10, CPU, device, ahead: 1);
            reader.BeginEpoch(0);
            while (reader.Read(CancellationToken.None) is { } batch)
            {
                batch.Dispose();
            }
        });

        // Two places: the marks of their making are 1 and 2, and each release, in the order of the steps, makes the next one.
        string[] copies = [.. device.Log.Where(entry => entry.StartsWith("copy", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(1, 10).Select(number => string.Create(CultureInfo.InvariantCulture, $"copy after {number}")), copies);
    }

    [Fact]
    public void Read_WhileABatchIsCopied_ThePipelineDoesNotWriteThere()
    {
        using var dataset = new MemoryDataset(400);
        var changed = new List<bool>();
        InputPipeline? pipeline = null;
        var device = new FakeDevice
        {
            OnCopy = from =>
            {
                byte[] before = Bytes(from);
                SpinWait.SpinUntil(() => pipeline!.ReadStatistics().Prefetch.QueueDepth.Current >= 2, TimeSpan.FromMilliseconds(50));
                changed.Add(!before.AsSpan().SequenceEqual(Bytes(from)));
            },
        };
        using (pipeline = new InputPipeline(dataset, null, Options with { Epochs = 1, MaxQueueSize = 2, ConsumerBatches = 1 }))
        {
            TorchTest.Run(() =>
            {
                using var reader = new DevicePrefetch(pipeline, 20, CPU, device, ahead: 2);
                reader.BeginEpoch(0);
                while (reader.Read(CancellationToken.None) is { } batch)
                {
                    batch.Dispose();
                }
            });
        }

        Assert.Equal(Enumerable.Repeat(false, 20), changed);

        static unsafe byte[] Bytes(nint from) => new ReadOnlySpan<byte>((void*)from, 4 * 48 * sizeof(float)).ToArray();
    }

    [Fact]
    public void Read_LeavesTheImagesOfAllSlotsPinned_UntilThePipelineEnds()
    {
        using var dataset = new MemoryDataset(40);
        using var device = new FakeDevice();
        using (var pipeline = new InputPipeline(dataset, null, Options))
        {
            for (int i = 0; i < 2; i++)
            {
                TorchTest.Run(() => new DevicePrefetch(pipeline, 10, CPU, device, ahead: 1).Dispose());
            }

            Assert.Equal(pipeline.CountSlots().Total, device.Pinned.Count);
            Assert.All(device.Pinned, memory => Assert.Equal((0L, 0L), (memory.Key % Environment.SystemPageSize, memory.Value % Environment.SystemPageSize)));
            nint[] starts = [.. device.Pinned.Keys.Order()];
            Assert.All(starts.Skip(1).Zip(starts), pair => Assert.True(pair.First >= pair.Second + device.Pinned[pair.Second]));
        }

        Assert.Empty(device.Pinned);
    }

    [Fact]
    public void Read_BadRow_ThrowsWhatThePipelineDoes_AgainAndAgain()
    {
        using var dataset = new MemoryDataset(40) { OnDecode = row => _ = row == 30 ? throw new DatasetFormatException("f.csv", 31, 0, "bad") : 0 };
        using var pipeline = new InputPipeline(dataset, null, Options with { Shuffle = Shuffle.None });
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(pipeline, 10, CPU, new FakeDevice(), ahead: 1);
            reader.BeginEpoch(0);
            for (int i = 0; i < 2; i++)
            {
                Assert.Throws<DatasetFormatException>(() =>
                {
                    while (reader.Read(CancellationToken.None) is { } batch)
                    {
                        batch.Dispose();
                    }
                });
            }
        });
    }

    [Fact]
    public void Read_FewerBatchesThanAsked_SaysSo()
    {
        using var dataset = new MemoryDataset(8);
        using var pipeline = new InputPipeline(dataset, null, Options with { Epochs = 1 });
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(pipeline, 3, CPU, new FakeDevice(), ahead: 1);
            reader.BeginEpoch(0);
            reader.Read(CancellationToken.None)!.Dispose();
            reader.Read(CancellationToken.None)!.Dispose();

            Assert.Contains("before step 3 of 3", Assert.Throws<InvalidOperationException>(() => reader.Read(CancellationToken.None)).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void BeginEpoch_BeforeTheLastOneIsRead_GoesOnWithThePipeline()
    {
        using var dataset = new MemoryDataset(40);
        using var device = new FakeDevice();
        using var pipeline = new InputPipeline(dataset, null, Options);
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(pipeline, 10, CPU, device, ahead: 2);
            for (int epoch = 0; epoch < 3; epoch++)
            {
                reader.BeginEpoch(epoch, step: 7);
                reader.Read(CancellationToken.None)!.Dispose();
            }
        });
        Assert.Equal(0, device.LiveMarks);
    }

    [Fact]
    public void Read_Cancelled_EndsAtOnceAndCanBeDisposed()
    {
        using var never = new ManualResetEventSlim();
        using var dataset = new MemoryDataset(40) { OnDecode = row => _ = row > 8 && never.Wait(TimeSpan.FromMinutes(1)) };
        using var pipeline = new InputPipeline(dataset, null, Options with { Shuffle = Shuffle.None });
        using var cancelled = new CancellationTokenSource(50);
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(pipeline, 10, CPU, new FakeDevice(), ahead: 1);
            reader.BeginEpoch(0);
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                while (reader.Read(cancelled.Token) is { } batch)
                {
                    batch.Dispose();
                }
            });
        });
        never.Set();
    }

    [Fact]
    public void Read_BatchesOfBadRowsOnly_ArePassedOver()
    {
        using var dataset = new MemoryDataset(12) { OnDecode = row => _ = row is >= 4 and < 8 ? throw new DatasetFormatException("f.csv", row + 1, 0, "bad") : 0 };
        using var pipeline = new InputPipeline(
            dataset, null, Options with { Shuffle = Shuffle.None, BadRows = BadRows.Skip, BadRowLimit = BadRowLimit.Count(100) });
        var rows = new List<int>();
        TorchTest.Run(() =>
        {
            using var reader = new DevicePrefetch(pipeline, 3, CPU, new FakeDevice(), ahead: 1);
            reader.BeginEpoch(0);
            while (reader.Read(CancellationToken.None) is { } batch)
            {
                rows.AddRange(batch.Rows);
                batch.Dispose();
            }
        });

        Assert.Equal([0, 1, 2, 3, 8, 9, 10, 11], rows);
    }
}
