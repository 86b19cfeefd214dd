using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;

namespace Trainer.Host.Live;

/// <summary>The first images of a recent batch as a picture, drawn only while somebody looks.</summary>
/// <param name="time">The clock.</param>
internal sealed class LiveImages(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private byte[]? _png;
    private long _drawnAt;
    private bool _isWanted;

    /// <summary>
    /// Shows the batch of a step; on the Torch thread. Costs nothing unless the last picture was asked for and is old.
    /// </summary>
    public void Offer(SampleBatch batch)
    {
        lock (_lock)
        {
            if (!_isWanted || (_png is not null && time.GetElapsedTime(_drawnAt) < Interval))
            {
                return;
            }

            _isWanted = false;
        }

        byte[]? png = ImageGrid.TryDraw(batch.Images)?.Png;
        lock (_lock)
        {
            (_png, _drawnAt) = (png, time.GetTimestamp());
        }
    }

    /// <summary>The last picture, a PNG file, and the wish for a newer one; null if there is none yet.</summary>
    public byte[]? Read()
    {
        lock (_lock)
        {
            _isWanted = true;
            return _png;
        }
    }
}
