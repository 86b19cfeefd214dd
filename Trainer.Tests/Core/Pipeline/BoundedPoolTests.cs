using Trainer.Core.Pipeline;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class BoundedPoolTests
{
    private readonly BoundedPool<string> _pool = new(["a", "b"]);

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RentAsync_SomeAreFree_GivesTheOneUsedLast()
    {
        string first = await _pool.RentAsync(Patience);
        await _pool.RentAsync(Patience);
        _pool.Return(first);

        Assert.Equal(first, await _pool.RentAsync(Patience));
        Assert.Equal(0, _pool.Free);
    }

    [Fact]
    public async Task Return_SomeoneWaits_GoesOnAtOnceOnThisThread()
    {
        string rented = await EmptyAsync();
        int? thread = null;
        Task waiting = Wait();

        _pool.Return(rented);

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(0, _pool.Free);

        async Task Wait()
        {
            await _pool.RentAsync(Patience).ConfigureAwait(false);
            thread = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task RentAsync_CancelledWait_LosesNothing()
    {
        string rented = await EmptyAsync();
        using var cancellation = new CancellationTokenSource();
        Task<string> waiting = _pool.RentAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _pool.Return(rented);
        Assert.Equal(1, _pool.Free);
        Assert.Equal(rented, await _pool.RentAsync(Patience));
    }

    [Fact]
    public async Task RentAsync_CancelledBefore_Throws()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pool.RentAsync(cancelled).AsTask());
        Assert.Equal(2, _pool.Free);
    }

    [Fact]
    public async Task RentAsync_AnotherWaits_IsRefused()
    {
        string rented = await EmptyAsync();
        Task<string> waiting = _pool.RentAsync(Patience).AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _pool.RentAsync(Patience).AsTask());

        _pool.Return(rented);
        Assert.Equal(rented, await waiting);
    }

    [Fact]
    public async Task RentAsync_ReturnsFromAllSides_GivesEachToOne()
    {
        int held = 0;
        var returns = new List<Task>();
        for (int i = 0; i < 200; i++)
        {
            string item = await _pool.RentAsync(Patience);
            Assert.InRange(Interlocked.Increment(ref held), 1, 2);
            returns.Add(Task.Run(
                () =>
                {
                    Interlocked.Decrement(ref held);
                    _pool.Return(item);
                },
                Patience));
        }

        await Task.WhenAll(returns);

        Assert.Equal(2, _pool.Free);
    }

    private async Task<string> EmptyAsync()
    {
        await _pool.RentAsync(Patience);
        return await _pool.RentAsync(Patience);
    }
}
