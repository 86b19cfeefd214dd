using System.Runtime.InteropServices;
using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>
/// Images that the user's own code delivers one after another: Keras' custom generator. The pipeline asks for them in
/// the background, ahead of the trainer.
/// </summary>
/// <remarks>
/// Each pass over the data asks for a new sequence. The sequence is read by one thread at a time per pipeline; what it
/// throws reaches the consumer of the batches.
/// </remarks>
public sealed class SequenceDataset : IImageDataset
{
    private readonly Func<int, CancellationToken, IAsyncEnumerable<Sample>> _open;

    /// <summary>Makes the data set.</summary>
    /// <param name="open">
    /// Makes the sequence of a pass, counted from 0. Its token is cancelled when the pipeline ends; a sequence that
    /// waits should obey it.
    /// </param>
    /// <param name="count">
    /// Samples per pass, at least 1. A sequence may have more; the others are not asked for.
    /// </param>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="name">What error messages call the data set.</param>
    /// <param name="extraNames">
    /// The names of the numbers that each sample carries beside its image; null for none.
    /// </param>
    public SequenceDataset(
        Func<int, CancellationToken, IAsyncEnumerable<Sample>> open,
        int count,
        ImageShape shape,
        LabelBinarizer labels,
        string name = "sequence",
        IReadOnlyList<string>? extraNames = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _open = open;
        Count = count;
        Shape = shape;
        Labels = labels;
        Name = name;
        ExtraNames = extraNames ?? [];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public LabelBinarizer Labels { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public bool SupportsRandomAccess => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> ExtraNames { get; }

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

    /// <inheritdoc/>
    /// <remarks>A record is the sample's pixels, and behind them its extra values.</remarks>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        int extraBytes = ExtraNames.Count * sizeof(float);
        if (record.Length != pixels.Length + extraBytes)
        {
            throw new DatasetFormatException(
                Name,
                row + 1,
                0,
                $"the sample has {record.Length - extraBytes} values; the shape {Shape} has {pixels.Length}.");
        }

        record[..pixels.Length].CopyTo(pixels);
    }

    /// <inheritdoc/>
    public void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras) =>
        MemoryMarshal.Cast<byte, float>(record[^(extras.Length * sizeof(float))..]).CopyTo(extras);

    /// <summary>Does nothing: the sequences belong to their readers.</summary>
    public void Dispose()
    {
    }

    private sealed class Reader(SequenceDataset dataset) : IRecordReader
    {
        private IAsyncEnumerator<Sample>? _samples;
        private int _pass = -1;

        public async ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int row = rows.Span[i];
                if (row == 0)
                {
                    await BeginPassAsync(cancellation).ConfigureAwait(false);
                }

                if (!await _samples!.MoveNextAsync().ConfigureAwait(false))
                {
                    throw new DatasetFormatException(
                        dataset.Name, 0, 0, $"the sequence of pass {_pass} ended after {row} samples; "
                            + $"its data set was made for {dataset.Count}.");
                }

                Add(_samples.Current, row, records);
            }
        }

        public ValueTask DisposeAsync() => _samples?.DisposeAsync() ?? ValueTask.CompletedTask;

        private async ValueTask BeginPassAsync(CancellationToken cancellation)
        {
            if (_samples is not null)
            {
                await _samples.DisposeAsync().ConfigureAwait(false);
            }

            _pass++;
            _samples = dataset._open(_pass, cancellation).GetAsyncEnumerator(cancellation);
        }

        private void Add(Sample sample, int row, RecordBuffer records)
        {
            if (!dataset.Labels.TryGetIndex(sample.Label, out int label))
            {
                throw new DatasetFormatException(
                    dataset.Name,
                    row + 1,
                    1,
                    $"the label '{sample.Label}' is not among the {dataset.Labels.Classes.Count} classes of the "
                        + "data set.");
            }

            if (sample.Extras.Length != dataset.ExtraNames.Count)
            {
                throw new DatasetFormatException(
                    dataset.Name, row + 1, 0, $"the sample has {sample.Extras.Length} extra values; "
                        + $"the data set was made for {dataset.ExtraNames.Count}.");
            }

            ReadOnlySpan<byte> extras = MemoryMarshal.AsBytes(sample.Extras.Span);
            Span<byte> room = records.Reserve(sample.Pixels.Length + extras.Length, out int offset);
            sample.Pixels.Span.CopyTo(room);
            extras.CopyTo(room[sample.Pixels.Length..]);
            records.Add(offset, room.Length, label);
        }
    }
}
