using Trainer.Augment;
using Trainer.Benchmarks.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// The pipeline's work without a pipeline: reads, parses and augments one batch after another on the calling thread.
/// </summary>
internal sealed class PlainLoop(IImageDataset dataset, int slotCount)
{
    private const int RowsPerRead = 2;

    private readonly ImageDataGenerator _generator = new(ImageBatch.Recipe);
    private readonly TraversalOrder _order = new(dataset.Count, Shuffle.Full, buffer: 1, seed: 1);
    private readonly IRecordReader _reader = dataset.OpenReader();
    private readonly RecordBuffer _records = new();
    private readonly int[] _rows = new int[RowsPerRead];
    private readonly byte[] _pixels = new byte[dataset.Shape.Length];
    private readonly BatchSlot[] _slots =
        [.. Enumerable.Range(0, slotCount).Select(_ => new BatchSlot(Work.BatchSize, dataset.Shape))];

    /// <summary>
    /// Makes every <paramref name="stride"/>-th batch of so many, from the <paramref name="first"/> on.
    /// </summary>
    public void Run(int batches, int first = 0, int stride = 1)
    {
        for (int batch = first; batch < batches; batch += stride)
        {
            BatchSlot slot = _slots[batch / stride % _slots.Length];
            for (int offset = 0; offset < Work.BatchSize; offset += RowsPerRead)
            {
                int epoch = Read((batch * Work.BatchSize) + offset);
                for (int i = 0; i < RowsPerRead; i++)
                {
                    Make(i, epoch, slot.ImageAt(offset + i));
                }
            }
        }
    }

    private int Read(int sample)
    {
        (int epoch, int first) = Math.DivRem(sample, dataset.Count);
        for (int i = 0; i < RowsPerRead; i++)
        {
            _rows[i] = _order.RowAt(epoch, (first + i) % dataset.Count);
        }

        _records.Clear();
        _reader.ReadAsync(_rows, _records, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return epoch;
    }

    private void Make(int index, int epoch, Span<float> image)
    {
        ReadOnlySpan<byte> pixels = dataset.FindPixels(_rows[index]);
        if (pixels.IsEmpty)
        {
            dataset.Decode(_records[index], _rows[index], _pixels);
            pixels = _pixels;
        }

        _generator.Process(
            pixels, dataset.Shape, new SampleKey(1, epoch, _rows[index]), image, DataFormat.ChannelsFirst);
    }
}
