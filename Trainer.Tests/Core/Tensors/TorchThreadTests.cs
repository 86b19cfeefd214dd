using Trainer.Core.Tensors;
using Xunit;

namespace Trainer.Tests.Core.Tensors;

public sealed class TorchThreadTests
{
    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_FromOtherThreads_IsAlwaysOnTheSameThread()
    {
        Assert.False(TorchThread.IsCurrent);

        Thread first = TorchThread.Run(() => Thread.CurrentThread);
        bool current = TorchThread.Run(() => TorchThread.IsCurrent);
        Thread? second = null;
        var other = new Thread(() => second = TorchThread.Run(() => Thread.CurrentThread));
        other.Start();
        other.Join();

        Assert.True(current);
        Assert.NotSame(Thread.CurrentThread, first);
        Assert.Same(first, second);
    }

    [Fact]
    public void Run_WorkThrows_ThrowsItWithItsOriginAndGoesOn()
    {
        var failure = new InvalidOperationException("broken");

        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => TorchThread.Run(() => Fail(failure)));

        Assert.Same(failure, e);
        Assert.Contains(nameof(Fail), e.StackTrace, StringComparison.Ordinal);
        Assert.Equal(3, TorchThread.Run(() => 3));
    }

    [Fact]
    public void Run_InsideOfWork_RunsAtOnce()
    {
        var order = new List<string>();

        TorchThread.Run(() =>
        {
            order.Add("before");
            order.Add(TorchThread.Run(() => "inside"));
            order.Add("after");
        });

        Assert.Equal(["before", "inside", "after"], order);
    }

    [Fact]
    public async Task RunAsync_Several_RunInTheOrderOfArrival()
    {
        using var gate = new ManualResetEventSlim();
        var order = new List<int>();
        Task<bool> blocker = TorchThread.RunAsync(() => gate.Wait(TimeSpan.FromMinutes(1)));
        Task<int>[] works =
        [
            .. Enumerable.Range(0, 50).Select(number => TorchThread.RunAsync(() =>
            {
                order.Add(number);
                return number;
            })),
        ];

        bool anyEarly = works.Any(work => work.IsCompleted);
        gate.Set();
        int[] results = await Task.WhenAll(works).WaitAsync(TestEnd);

        Assert.False(anyEarly);
        Assert.True(await blocker);
        Assert.Equal(Enumerable.Range(0, 50), order);
        Assert.Equal(order, results);
    }

    [Fact]
    public async Task RunAsync_WorkThrows_FaultsTheTask()
    {
        var failure = new InvalidOperationException("broken");

        Task<int> work = TorchThread.RunAsync<int>(() => throw failure);

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => work));
        Assert.Equal(3, await TorchThread.RunAsync(() => 3));
    }

    [Fact]
    public async Task RunAsync_WorkIsCancelled_CancelsTheTask()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        Task<int> work = TorchThread.RunAsync<int>(() => throw new OperationCanceledException(source.Token));

        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal(source.Token, e.CancellationToken);
        Assert.True(work.IsCanceled);
    }

    private static void Fail(Exception failure) => throw failure;
}
