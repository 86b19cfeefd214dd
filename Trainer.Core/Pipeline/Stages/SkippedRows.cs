using System.Collections.Concurrent;
using System.Globalization;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>The bad rows that a pipeline has met, each once however often it came. Safe from any thread.</summary>
internal sealed class SkippedRows(IImageDataset dataset, BadRowLimit limit)
{
    private const int ShownRows = 3;

    private readonly ConcurrentDictionary<int, string> _reasons = new();
    private readonly int _limit = limit.Of(dataset.Count);

    /// <summary>The rows so far, in order.</summary>
    public IReadOnlyList<SkippedRow> Read() =>
        [.. _reasons.OrderBy(row => row.Key).Select(row => new SkippedRow(row.Key, row.Value))];

    /// <summary>Takes up what an earlier pipeline over the same data has met.</summary>
    public void Restore(IEnumerable<SkippedRow> rows)
    {
        foreach (SkippedRow row in rows)
        {
            _reasons.TryAdd(row.Row, row.Reason);
        }
    }

    /// <summary>Notes a row.</summary>
    /// <exception cref="DatasetFormatException">It is one too many.</exception>
    public void Add(int row, DatasetFormatException problem)
    {
        if (_reasons.TryAdd(row, problem.Message) && _reasons.Count > _limit)
        {
            throw new DatasetFormatException(dataset.Name, 0, 0, string.Create(
                CultureInfo.InvariantCulture,
                $"more than {_limit} of {dataset.Count} rows are bad, and BadRowLimit is {limit}: "
                    + $"{string.Join("; ", Read().Take(ShownRows).Select(bad => bad.Reason))}; "
                    + $"… Mend the rows, or allow more."));
        }
    }
}
