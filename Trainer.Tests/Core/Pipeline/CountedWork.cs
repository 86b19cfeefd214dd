using Trainer.Augment;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>Counts how many readers, parsers and augmentations are at work at the same moment, over all pipelines that use it.</summary>
/// <param name="workers">How many are to be.</param>
internal sealed class CountedWork(int workers) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Lock _lock = new();
    private int _active;
    private bool _isOpen;

    /// <summary>The most that were at work at the same moment.</summary>
    public int Most { get; private set; }

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    /// <summary>Images of which each reads and parses when it is told to.</summary>
    public MemoryDataset Dataset(int count, bool randomAccess) =>
        new(count) { SupportsRandomAccess = randomAccess, OnRead = _ => Work(), OnDecode = _ => Work() };

    /// <summary>Augments when it is told to.</summary>
    public ImageDataGenerator Generator() => new(new ImageDataGeneratorOptions { PreprocessingFunction = (_, _, _) => Work() });

    /// <summary>
    /// Lets one after another go on, who has waited longest first, and only when as many are at work as there are to be; at last all.
    /// Who comes in spite of them is at work until then, and so is counted.
    /// </summary>
    /// <param name="pieces">How many go on by themselves.</param>
    public async Task StepAsync(int pieces)
    {
        for (int i = 0; i < workers + pieces; i++)
        {
            if (i >= workers)
            {
                ReleaseFirst();
            }

            Assert.True(await _arrived.WaitAsync(Bound, Patience));
        }

        ReleaseAll();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReleaseAll();
        _arrived.Dispose();
    }

    private void Work()
    {
        var turn = new TaskCompletionSource();
        lock (_lock)
        {
            Most = Math.Max(Most, ++_active);
            if (_isOpen)
            {
                turn.SetResult();
            }
            else
            {
                _waiting.Enqueue(turn);
                _arrived.Release();
            }
        }

        turn.Task.Wait(Bound);
        lock (_lock)
        {
            _active--;
        }
    }

    private void ReleaseFirst()
    {
        lock (_lock)
        {
            _waiting.Dequeue().SetResult();
        }
    }

    private void ReleaseAll()
    {
        lock (_lock)
        {
            _isOpen = true;
            while (_waiting.TryDequeue(out TaskCompletionSource? turn))
            {
                turn.SetResult();
            }
        }
    }
}
