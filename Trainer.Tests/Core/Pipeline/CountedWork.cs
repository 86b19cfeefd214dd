using Trainer.Augment;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>Counts how many readers, parsers and augmentations are at work at the same moment, over all pipelines that use it.</summary>
/// <param name="workers">How many are to be.</param>
internal sealed class CountedWork(int workers) : IDisposable
{
    private const int Everybody = 1_000_000;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _permits = new(0);
    private readonly Lock _lock = new();
    private int _active;

    /// <summary>The most that were at work at the same moment.</summary>
    public int Most { get; private set; }

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    /// <summary>Images of which each reads and parses when it is told to.</summary>
    public MemoryDataset Dataset(int count, bool randomAccess) =>
        new(count) { SupportsRandomAccess = randomAccess, OnRead = _ => Work(), OnDecode = _ => Work() };

    /// <summary>Augments when it is told to.</summary>
    public ImageDataGenerator Generator() => new(new ImageDataGeneratorOptions { PreprocessingFunction = (_, _, _) => Work() });

    /// <summary>
    /// Lets one after another go on, and only when as many are at work as there are to be; at last all. Who comes in spite of them is
    /// at work until then, and so is counted.
    /// </summary>
    /// <param name="pieces">How many go on by themselves.</param>
    public async Task StepAsync(int pieces)
    {
        for (int i = 0; i < workers + pieces; i++)
        {
            if (i >= workers)
            {
                _permits.Release();
            }

            Assert.True(await _arrived.WaitAsync(Bound, Patience));
        }

        _permits.Release(Everybody);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _arrived.Dispose();
        _permits.Dispose();
    }

    private void Work()
    {
        lock (_lock)
        {
            Most = Math.Max(Most, ++_active);
        }

        _arrived.Release();
        _permits.Wait(Bound);
        lock (_lock)
        {
            _active--;
        }
    }
}
