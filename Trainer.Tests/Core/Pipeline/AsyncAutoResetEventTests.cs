using Trainer.Core.Pipeline;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class AsyncAutoResetEventTests
{
    private readonly AsyncAutoResetEvent _event = new();

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public void WaitAsync_WasSetTwice_LetsOneThrough()
    {
        _event.Set();
        _event.Set();

        Assert.True(_event.WaitAsync(Patience).AsTask().IsCompletedSuccessfully);

        Task second = _event.WaitAsync(Patience).AsTask();
        Assert.False(second.IsCompleted);
        _event.Set();
        Assert.True(second.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Set_SomeoneWaits_GoesOnAtOnceOnThisThread()
    {
        int? thread = null;
        Task waiting = Wait();

        _event.Set();

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        await waiting;

        async Task Wait()
        {
            await _event.WaitAsync(Patience).ConfigureAwait(false);
            thread = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task WaitAsync_CancelledWait_LosesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        Task waiting = _event.WaitAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        _event.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(_event.WaitAsync(Patience).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task WaitAsync_CancelledBefore_LosesNothing()
    {
        _event.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _event.WaitAsync(new CancellationToken(canceled: true)).AsTask());

        Assert.True(_event.WaitAsync(Patience).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task WaitAsync_TokenOfAnEarlierWait_DoesNotEndThisOne()
    {
        using var earlier = new CancellationTokenSource();
        Task first = _event.WaitAsync(earlier.Token).AsTask();
        _event.Set();
        await first;
        Task second = _event.WaitAsync(Patience).AsTask();

        await earlier.CancelAsync();

        Assert.False(second.IsCompleted);
        _event.Set();
        await second;
    }

    [Fact]
    public async Task WaitAsync_AnotherWaits_IsRefused()
    {
        Task waiting = _event.WaitAsync(Patience).AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _event.WaitAsync(Patience).AsTask());

        _event.Set();
        await waiting;
    }

    [Fact]
    public async Task WaitAsync_SetFromAnotherThread_MissesNothing()
    {
        using var asked = new SemaphoreSlim(0);
        Task setting = Task.Run(
            async () =>
            {
                for (int i = 0; i < 10_000; i++)
                {
                    await asked.WaitAsync(Patience);
                    _event.Set();
                }
            },
            Patience);

        for (int i = 0; i < 10_000; i++)
        {
            asked.Release();
            await _event.WaitAsync(Patience);
        }

        await setting;
    }
}
