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
        var group = new WorkerGroup(all);
        WorkerGroup.Stage[] stages = [group.AddStage(first), group.AddStage(second)];
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

        // As many as may work are at work; the gate keeps them there.
        for (int i = 0; i < most; i++)
        {
            Assert.True(await arrived.WaitAsync(Bound, Patience));
        }

        gate.Set();
        await Task.WhenAll(work).WaitAsync(Bound, Patience);

        Assert.Equal(most, seen);
    }

    [Fact]
    public async Task Workers_Raised_StartsWhatIsWaiting()
    {
        WorkerGroup.Stage stage = new WorkerGroup(3).AddStage(1);
        using var gate = new ManualResetEventSlim();
        Task first = Start(stage, () => gate.Wait(Bound, Patience));
        Task second = Start(stage, gate.Set);

        stage.Workers = 2;

        await Task.WhenAll(first, second).WaitAsync(Bound, Patience);
    }

    [Fact]
    public async Task Work_OfBothStages_TheLastStageComesFirst()
    {
        var group = new WorkerGroup(1);
        WorkerGroup.Stage early = group.AddStage(1);
        WorkerGroup.Stage late = group.AddStage(1);
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
