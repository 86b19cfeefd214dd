using CsCheck;
using Trainer.Augment.Randomness;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Properties;

/// <summary>What holds for the order of samples, whatever the settings. A failure prints the seed that shows it again.</summary>
public sealed class OrderPropertyTests
{
    private static readonly Gen<Settings> AnySettings =
        from rows in Gen.Int[1, 200]
        from batchSize in Gen.Int[1, 40]
        from shuffle in Gen.Enum<Shuffle>()
        from buffer in Gen.Int[1, 50]
        from seed in Gen.ULong
        from worldSize in Gen.Int[1, Math.Min(rows, 4)]
        from joins in Gen.Bool
        from steps in Gen.Int[0, 9]
        select new Settings(rows, batchSize, shuffle, buffer, seed, worldSize, joins, steps == 0 ? null : steps);

    [Fact]
    public void IndexPermutation_AnySizeAndKey_IsAPermutation() =>
        Gen.Select(Gen.Int[1, 3000], Gen.ULong).Sample((count, key) =>
        {
            var permutation = new IndexPermutation(count, key);
            return Enumerable.Range(0, count).Select(i => permutation[i]).Order().SequenceEqual(Enumerable.Range(0, count));
        });

    [Fact]
    public void Schedule_ExactEpochs_DeliverEachRowOnce() =>
        AnySettings.Select(Gen.Int[0, 1000]).Sample((settings, epoch) =>
        {
            BatchSchedule[] shards = (settings with { StepsPerEpoch = null }).Shards();
            IEnumerable<ScheduledSample> samples = shards.SelectMany(shard => Samples(shard, epoch));
            return shards.Select(shard => shard.StepsPerEpoch).Distinct().Count() == 1
                && samples.Select(sample => sample.Row).Order().SequenceEqual(Enumerable.Range(0, settings.Rows));
        });

    [Fact]
    public void Schedule_DroppedRemainder_RepeatsNoRow() =>
        AnySettings.Where(settings => settings.BatchSize <= settings.Rows).Sample(settings =>
        {
            var schedule = new BatchSchedule(settings.Order(), settings.BatchSize, dropRemainder: true);
            int[] rows = [.. Samples(schedule, epoch: 3).Select(sample => sample.Row)];
            return rows.Length == settings.Rows / settings.BatchSize * settings.BatchSize
                && rows.Distinct().Count() == rows.Length;
        });

    [Fact]
    public void Schedule_EndlessStream_DeliversEachRowOnceInEachPass() =>
        AnySettings.Where(settings => settings.StepsPerEpoch is not null).Sample(settings =>
        {
            BatchSchedule[] shards = settings.Shards();
            return shards.SelectMany(shard => Enumerable.Range(0, 5).SelectMany(epoch => Samples(shard, epoch)))
                .GroupBy(sample => sample.Pass)
                .OrderBy(pass => pass.Key)
                .SkipLast(1)
                .All(pass => pass.Select(sample => sample.Row).Order().SequenceEqual(Enumerable.Range(0, settings.Rows)));
        });

    [Fact]
    public void Pipeline_AnyWorkersAndStart_DeliversTheTailOfTheSchedule()
    {
        Gen<Making> makings =
            from parse in Gen.Int[1, 4]
            from augment in Gen.Int[1, 4]
            from chunk in Gen.Int[1, 40]
            from queue in Gen.Int[1, 4]
            select new Making(parse, augment, chunk, queue);
        AnySettings.Select(makings, Gen.Int[0, 2], Gen.Int[0, 1000]).Sample(
            (settings, making, epoch, someStep) =>
            {
                BatchSchedule schedule = settings.Shards()[^1];
                var start = new PipelinePosition(epoch, someStep % schedule.StepsPerEpoch);
                using var dataset = new MemoryDataset(settings.Rows);
                using var pipeline = new InputPipeline(dataset, null, settings.Pipeline(making) with { Start = start, Epochs = 3 });
                for (; epoch < 3; epoch++)
                {
                    for (int step = epoch == start.Epoch ? start.Step : 0; step < schedule.StepsPerEpoch; step++)
                    {
                        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
                        int[] expected = [.. Enumerable.Range(0, schedule.BatchSizeAt(step)).Select(i => schedule.SampleAt(epoch, step, i).Row)];
                        Assert.Equal(new PipelinePosition(epoch, step), batch.Position);
                        Assert.Equal(expected, batch.Rows.ToArray());
                    }
                }

                Assert.Null(pipeline.Take(TestContext.Current.CancellationToken));
            },
            iter: 60);
    }

    private static IEnumerable<ScheduledSample> Samples(BatchSchedule schedule, int epoch) =>
        from step in Enumerable.Range(0, schedule.StepsPerEpoch)
        from position in Enumerable.Range(0, schedule.BatchSizeAt(step))
        select schedule.SampleAt(epoch, step, position);

    /// <summary>What decides the order.</summary>
    private sealed record Settings(
        int Rows, int BatchSize, Shuffle Shuffle, int Buffer, ulong Seed, int WorldSize, bool Join, int? StepsPerEpoch)
    {
        public TraversalOrder Order() => new(Rows, Shuffle, Buffer, Seed);

        public BatchSchedule[] Shards() =>
        [
            .. Enumerable.Range(0, WorldSize).Select(
                rank => new BatchSchedule(Order(), BatchSize, StepsPerEpoch, joinSingleRemainder: Join, rank: rank, worldSize: WorldSize)),
        ];

        /// <summary>A pipeline of the last shard.</summary>
        public InputPipelineOptions Pipeline(Making making) => new()
        {
            BatchSize = BatchSize,
            Shuffle = Shuffle,
            ShuffleBuffer = Buffer,
            Seed = Seed,
            StepsPerEpoch = StepsPerEpoch,
            JoinSingleRemainder = Join,
            Rank = WorldSize - 1,
            WorldSize = WorldSize,
            ParseWorkers = making.ParseWorkers,
            AugmentWorkers = making.AugmentWorkers,
            ChunkSize = making.ChunkSize,
            MaxQueueSize = making.MaxQueueSize,
        };
    }

    /// <summary>What must not decide anything.</summary>
    private sealed record Making(int ParseWorkers, int AugmentWorkers, int ChunkSize, int MaxQueueSize);
}
