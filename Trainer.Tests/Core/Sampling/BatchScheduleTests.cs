using Trainer.Core.Sampling;
using Xunit;

namespace Trainer.Tests.Core.Sampling;

public sealed class BatchScheduleTests
{
    [Theory]
    [InlineData(1020, 32, false, false, 32, 28)]
    [InlineData(1020, 32, true, false, 31, 32)]
    [InlineData(1024, 32, false, false, 32, 32)]
    [InlineData(33, 32, false, false, 2, 1)]
    [InlineData(33, 32, false, true, 1, 33)]
    [InlineData(34, 32, false, true, 2, 2)]
    [InlineData(5, 32, false, true, 1, 5)]
    [InlineData(1, 32, false, true, 1, 1)]
    [InlineData(3, 1, false, true, 3, 1)]
    public void Construct_ExactEpochs_CountsStepsAndRemainder(
        int rows, int batchSize, bool drop, bool join, int steps, int lastSize)
    {
        var schedule = new BatchSchedule(InFileOrder(rows), batchSize, dropRemainder: drop, joinSingleRemainder: join);

        Assert.Equal(steps, schedule.StepsPerEpoch);
        Assert.Equal(lastSize, schedule.BatchSizeAt(steps - 1));
        Assert.Equal(drop ? rows / batchSize * batchSize : rows, schedule.SamplesPerEpoch);
    }

    [Fact]
    public void SampleAt_ExactEpochs_DeliversEachRowOncePerEpoch()
    {
        var schedule = new BatchSchedule(new TraversalOrder(71, Shuffle.Full, 1, seed: 3), 7);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(Enumerable.Range(0, 71), Epoch(schedule, epoch).Select(sample => sample.Row).Order());
            Assert.All(Epoch(schedule, epoch), sample => Assert.Equal(epoch, sample.Pass));
        }
    }

    [Fact]
    public void SampleAt_EndlessStream_GoesOnWhereTheLastEpochStopped()
    {
        // The tutorial: 1020 rows, 31 steps of 32, the second epoch begins at row 992.
        var schedule = new BatchSchedule(InFileOrder(1020), 32, stepsPerEpoch: 31);

        Assert.Equal(new ScheduledSample(0, 991), schedule.SampleAt(0, 30, 31));
        Assert.Equal(new ScheduledSample(0, 992), schedule.SampleAt(1, 0, 0));
        Assert.Equal(new ScheduledSample(1, 3), schedule.SampleAt(1, 0, 31));
        Assert.All(Enumerable.Range(0, 31), step => Assert.Equal(32, schedule.BatchSizeAt(step)));
    }

    [Fact]
    public void SampleAt_EndlessStream_SkipsAndRepeatsNothing()
    {
        var schedule = new BatchSchedule(InFileOrder(10), 4, stepsPerEpoch: 3);
        IEnumerable<int> rows = Enumerable.Range(0, 5).SelectMany(epoch => Epoch(schedule, epoch)).Select(sample => sample.Row);

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i % 10), rows);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public void SampleAt_Shards_AreDisjointCoverTheEpochAndHaveTheSameSteps(int batchSize, bool join)
    {
        for (int worldSize = 1; worldSize <= 5; worldSize++)
        {
            for (int rows = worldSize; rows <= 70; rows++)
            {
                var order = new TraversalOrder(rows, Shuffle.Full, 1, seed: 9);
                BatchSchedule[] shards =
                [
                    .. Enumerable.Range(0, worldSize).Select(rank => new BatchSchedule(
                        order, batchSize, joinSingleRemainder: join, rank: rank, worldSize: worldSize)),
                ];

                Assert.Equal(Enumerable.Range(0, rows), shards.SelectMany(shard => Epoch(shard, 1)).Select(sample => sample.Row).Order());
                Assert.Single(shards.Select(shard => shard.StepsPerEpoch).Distinct());
            }
        }
    }

    [Fact]
    public void SampleAt_ShardsOfTheEndlessStream_TakeTurns()
    {
        BatchSchedule[] shards =
        [
            .. Enumerable.Range(0, 3).Select(rank => new BatchSchedule(InFileOrder(10), 4, stepsPerEpoch: 2, rank: rank, worldSize: 3)),
        ];

        Assert.Equal([0, 3, 6, 9, 2, 5, 8, 1], Epoch(shards[0], 0).Select(sample => sample.Row));
        Assert.Equal(
            Enumerable.Range(0, 48).Select(i => i % 10).Order(),
            shards.SelectMany(shard => Epoch(shard, 0).Concat(Epoch(shard, 1))).Select(sample => sample.Row).Order());
    }

    [Fact]
    public void Construct_MoreRanksThanRows_SaysSo() => Assert.StartsWith(
        "2 rows cannot be shared among 3 ranks; each needs one at least.",
        Assert.Throws<ArgumentException>(() => new BatchSchedule(InFileOrder(2), 8, worldSize: 3)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Construct_NothingLeftWithoutTheRemainder_SaysWhatToDo()
    {
        var e = Assert.Throws<ArgumentException>(() => new BatchSchedule(InFileOrder(5), 32, dropRemainder: true));
        Assert.StartsWith(
            "With DropRemainder the 5 rows give no batch of 32: use a BatchSize of 5 or less, or keep the remainder.", e.Message, StringComparison.Ordinal);
    }

    private static TraversalOrder InFileOrder(int rows) => new(rows, Shuffle.None, 1, seed: 0);

    private static IEnumerable<ScheduledSample> Epoch(BatchSchedule schedule, int epoch) =>
        from step in Enumerable.Range(0, schedule.StepsPerEpoch)
        from position in Enumerable.Range(0, schedule.BatchSizeAt(step))
        select schedule.SampleAt(epoch, step, position);
}
