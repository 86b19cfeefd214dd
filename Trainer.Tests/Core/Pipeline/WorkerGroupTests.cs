using Trainer.Core.Pipeline;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class WorkerGroupTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 3, 3, 1)]
    [InlineData(4, 1, 2, 3)]
    [InlineData(2, 5, 5, 2)]
    public async Task Stages_MoreWorkThanWorkers_StayWithinBothLimits(int all, int first, int second, int most)
    {
        WorkerShare share = new WorkerGroup(all).Join(int.MaxValue);
        StageWorkers[] stages = [share.AddStage(first), share.AddStage(second)];

        Assert.Equal(most, await CountAtWorkAsync(stages, most));
    }

    [Fact]
    public async Task Workers_Raised_StartsWhatIsWaiting()
    {
        StageWorkers stage = new WorkerGroup(3).Join(int.MaxValue).AddStage(1);
        using var gate = new ManualResetEventSlim();
        Task first = Start(stage, () => gate.Wait(Bound, Patience));
        Task second = Start(stage, gate.Set);

        stage.Workers = 2;

        await Task.WhenAll(first, second).WaitAsync(Bound, Patience);
    }

    [Fact]
    public async Task Work_OfBothStages_TheLastStageComesFirst()
    {
        WorkerShare share = new WorkerGroup(1).Join(int.MaxValue);
        StageWorkers early = share.AddStage(1);
        StageWorkers late = share.AddStage(1);
        using var gate = new ManualResetEventSlim();
        var order = new List<string>();
        Task[] work =
        [
            Start(early, () => gate.Wait(Bound, Patience)),
            Start(early, () => order.Add("early")),
            Start(late, () => order.Add("late")),
        ];

        gate.Set();
        await Task.WhenAll(work).WaitAsync(Bound, Patience);

        Assert.Equal(["late", "early"], order);
    }

    [Theory]
    [InlineData(3, 9, 9, 3)]
    [InlineData(5, 2, 9, 5)]
    [InlineData(5, 2, 1, 3)]
    public async Task Shares_MoreWorkThanWorkers_StayWithinAllLimits(int all, int first, int second, int most)
    {
        var group = new WorkerGroup(all);
        StageWorkers[] stages = [group.Join(first).AddStage(9), group.Join(second).AddStage(9)];

        Assert.Equal(most, await CountAtWorkAsync(stages, most));
    }

    [Fact]
    public async Task Work_OfTwoShares_IsDoneInTurns()
    {
        (StageWorkers first, StageWorkers second) = ShareOneWorker();

        Assert.Equal("ABABABBB", await OrderAsync(first, second, ofFirst: 3, ofSecond: 5));
    }

    [Fact]
    public async Task Work_OfTheShareThatIsAwaited_ComesFirst()
    {
        (StageWorkers first, StageWorkers second) = ShareOneWorker();
        second.Share.IsAwaited = true;

        Assert.Equal("BBBBBAAA", await OrderAsync(first, second, ofFirst: 3, ofSecond: 5));
    }

    [Fact]
    public async Task Work_BothSharesAwaited_IsDoneInTurns()
    {
        (StageWorkers first, StageWorkers second) = ShareOneWorker();
        first.Share.IsAwaited = second.Share.IsAwaited = true;

        Assert.Equal("ABAB", await OrderAsync(first, second, ofFirst: 2, ofSecond: 2));
    }

    [Fact]
    public async Task Close_WhileAnotherHasAllWorkers_LetsItsWaitingTasksThrough()
    {
        (StageWorkers busy, StageWorkers ending) = ShareOneWorker();
        using var gate = new ManualResetEventSlim();
        Task work = Start(busy, () => gate.Wait(Bound, Patience));
        Task waiting = Start(ending, () => { });
        Assert.True(ending.Share.IsCrowdedOut);

        ending.Share.Close();

        await Task.WhenAll(waiting, Start(ending, () => { })).WaitAsync(Bound, Patience);
        Assert.False(work.IsCompleted);
        gate.Set();
        await work.WaitAsync(Bound, Patience);
    }

    [Fact]
    public async Task Abandon_WorkThatDoesNotEnd_GivesItsWorkerToAnother()
    {
        var group = new WorkerGroup(1);
        StageWorkers stuck = group.Join(1).AddStage(1);
        StageWorkers other = group.Join(1).AddStage(2);
        using var gate = new ManualResetEventSlim();
        Task abandoned = Start(stuck, () => gate.Wait(Bound, Patience));
        Task waiting = Start(other, () => { });

        stuck.Share.Close();
        stuck.Share.Abandon();
        await waiting.WaitAsync(Bound, Patience);

        // That it ends after all gives nobody a worker more.
        gate.Set();
        await abandoned.WaitAsync(Bound, Patience);
        Assert.Equal(1, await CountAtWorkAsync([other, other], most: 1));
    }

    [Fact]
    public async Task Work_ThatWaitsForItsOwnAwaits_Ends()
    {
        StageWorkers stage = new WorkerGroup(1).Join(1).AddStage(1);

        await Start(stage, () => Download().Wait(Bound, Patience)).WaitAsync(Bound, Patience);

        static async Task Download()
        {
            // Where it goes on is where a user's own code would.
            await Task.Yield();
        }
    }

    [Fact]
    public void Construct_WithoutWorkers_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerGroup(0));

    /// <summary>A stage of each of two pipelines that have one worker between them.</summary>
    private static (StageWorkers First, StageWorkers Second) ShareOneWorker()
    {
        var group = new WorkerGroup(1);
        return (group.Join(1).AddStage(1), group.Join(1).AddStage(1));
    }

    /// <summary>Starts twenty pieces of work on stages, in turns, and holds them until as many are at work as may be.</summary>
    /// <returns>The most that ever were.</returns>
    private static async Task<int> CountAtWorkAsync(StageWorkers[] stages, int most)
    {
        using var gate = new ManualResetEventSlim();
        using var arrived = new SemaphoreSlim(0);
        int active = 0;
        int seen = 0;
        Task[] work =
        [
            .. Enumerable.Range(0, 20).Select(i => Start(stages[i % 2], () =>
            {
                InterlockedMax(ref seen, Interlocked.Increment(ref active));
                arrived.Release();
                gate.Wait(Bound, Patience);
                Interlocked.Decrement(ref active);
            })),
        ];
        for (int i = 0; i < most; i++)
        {
            Assert.True(await arrived.WaitAsync(Bound, Patience));
        }

        gate.Set();
        await Task.WhenAll(work).WaitAsync(Bound, Patience);
        return seen;
    }

    /// <summary>Starts pieces of work on two stages of a group of one worker while that is held.</summary>
    /// <returns>Whose were done, in order: A for the first, B for the second.</returns>
    private static async Task<string> OrderAsync(StageWorkers first, StageWorkers second, int ofFirst, int ofSecond)
    {
        using var gate = new ManualResetEventSlim();
        var order = new List<char>();
        Task held = Start(second, () => gate.Wait(Bound, Patience));
        Task[] work =
        [
            held,
            .. Enumerable.Range(0, ofFirst).Select(_ => Start(first, () => order.Add('A'))),
            .. Enumerable.Range(0, ofSecond).Select(_ => Start(second, () => order.Add('B'))),
        ];
        gate.Set();
        await Task.WhenAll(work).WaitAsync(Bound, Patience);
        return new string([.. order]);
    }

    private static Task Start(TaskScheduler scheduler, Action action) =>
        Task.Factory.StartNew(action, Patience, TaskCreationOptions.None, scheduler);

    private static void InterlockedMax(ref int value, int candidate)
    {
        for (int before = Volatile.Read(ref value); candidate > before;)
        {
            int now = Interlocked.CompareExchange(ref value, candidate, before);
            if (now == before)
            {
                return;
            }

            before = now;
        }
    }
}
