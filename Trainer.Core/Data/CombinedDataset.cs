using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>Several data sets, one behind another, as one.</summary>
/// <remarks>Error messages name the part and the row in it.</remarks>
public sealed class CombinedDataset : IImageDataset
{
    private readonly IImageDataset[] _parts;

    // The first row of each part, and behind the last the count.
    private readonly int[] _starts;

    /// <summary>Takes over the parts; they are disposed with it.</summary>
    /// <param name="parts">
    /// At least one; all of the same shape, with the same classes, and readable in any order.
    /// </param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public CombinedDataset(IReadOnlyList<IImageDataset> parts)
    {
        if (parts.Count == 0)
        {
            throw new ArgumentException("There are no data sets to combine.", nameof(parts));
        }

        _parts = [.. parts];
        _starts = new int[_parts.Length + 1];
        for (int i = 0; i < _parts.Length; i++)
        {
            if (FindMisfit(_parts[i]) is { } misfit)
            {
                throw new ArgumentException(
                    $"The data sets cannot be combined: {_parts[i].Name} {misfit}.", nameof(parts));
            }

            _starts[i + 1] = checked(_starts[i] + _parts[i].Count);
        }
    }

    /// <inheritdoc/>
    public string Name => _parts.Length == 1 ? _parts[0].Name : $"{_parts[0].Name} and {_parts.Length - 1} more";

    /// <inheritdoc/>
    public ImageShape Shape => _parts[0].Shape;

    /// <inheritdoc/>
    public LabelBinarizer Labels => _parts[0].Labels;

    /// <inheritdoc/>
    public int Count => _starts[^1];

    /// <inheritdoc/>
    public bool SupportsRandomAccess => true;

    /// <inheritdoc/>
    public PixelType PixelType => _parts[0].PixelType;

    /// <inheritdoc/>
    public IReadOnlyList<string> ExtraNames => _parts[0].ExtraNames;

    /// <inheritdoc/>
    public void WarmUp() => _parts[0].WarmUp();

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> FindPixels(int row)
    {
        int part = PartOf(row);
        return _parts[part].FindPixels(row - _starts[part]);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        int part = PartOf(row);
        _parts[part].Decode(record, row - _starts[part], pixels);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<float> pixels)
    {
        int part = PartOf(row);
        _parts[part].Decode(record, row - _starts[part], pixels);
    }

    /// <inheritdoc/>
    public void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras)
    {
        int part = PartOf(row);
        _parts[part].DecodeExtras(record, row - _starts[part], extras);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IImageDataset part in _parts)
        {
            part.Dispose();
        }
    }

    private int PartOf(int row)
    {
        int found = Array.BinarySearch(_starts, row);
        return found >= 0 ? found : ~found - 1;
    }

    private string? FindMisfit(IImageDataset part)
    {
        if (part.Shape != Shape)
        {
            return $"has images of {part.Shape}, the first of {Shape}";
        }

        if (!part.Labels.Classes.SequenceEqual(Labels.Classes, StringComparer.Ordinal))
        {
            return "has other classes than the first";
        }

        if (part.PixelType != PixelType || !part.ExtraNames.SequenceEqual(ExtraNames, StringComparer.Ordinal))
        {
            return "has another type of pixels or other extra values than the first";
        }

        return part.SupportsRandomAccess ? null : "can only be read from its beginning to its end";
    }

    private sealed class Reader(CombinedDataset dataset) : IRecordReader
    {
        private readonly IRecordReader[] _readers = [.. dataset._parts.Select(part => part.OpenReader())];
        private int[] _local = [];

        public async ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            if (_local.Length < rows.Length)
            {
                _local = new int[rows.Length];
            }

            for (int from = 0; from < rows.Length;)
            {
                int part = dataset.PartOf(rows.Span[from]);
                int to = from;
                while (to < rows.Length && dataset.PartOf(rows.Span[to]) == part)
                {
                    _local[to] = rows.Span[to] - dataset._starts[part];
                    to++;
                }

                await _readers[part].ReadAsync(_local.AsMemory(from..to), records, cancellation).ConfigureAwait(false);
                from = to;
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (IRecordReader reader in _readers)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
