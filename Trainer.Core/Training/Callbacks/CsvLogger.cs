using System.Globalization;
using Trainer.Core.Checkpoints;

namespace Trainer.Core.Training.Callbacks;

/// <summary>
/// Writes the figures of each epoch to a CSV file, which is whole at every moment: Keras' <c>CSVLogger</c>.
/// </summary>
/// <remarks>
/// A line for each epoch, counted from 0 as in Keras; a figure that an epoch lacks is <c>NA</c>. Unlike Keras' the
/// columns are in the order of the logs, and a figure that comes later gets a column of its own.
/// </remarks>
public sealed class CsvLogger : Callback, IStateful
{
    private const string EpochColumn = "epoch";
    private const string Missing = "NA";

    private readonly string _path;
    private readonly char _separator;
    private readonly bool _append;
    private readonly List<string> _columns = [EpochColumn];
    private readonly List<Dictionary<string, string>> _lines = [];

    /// <summary>Makes the callback.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">What stands between values.</param>
    /// <param name="append">
    /// Whether to go on in the file of an earlier run. Its lines from the first epoch on that is trained again are
    /// replaced.
    /// </param>
    public CsvLogger(string path, char separator = ',', bool append = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
        _separator = separator;
        _append = append;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _columns.RemoveRange(1, _columns.Count - 1);
        _lines.Clear();
        if (_append && File.Exists(_path))
        {
            Read(File.ReadAllLines(_path));
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state) => state.Set("text", ToText());

    /// <summary>Takes up the lines, and cuts the file back to them.</summary>
    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        _columns.RemoveRange(1, _columns.Count - 1);
        _lines.Clear();
        Read(state.GetString("text").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        AtomicFile.WriteAllText(_path, ToText());
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        _lines.RemoveAll(line => int.Parse(line[EpochColumn], CultureInfo.InvariantCulture) >= epoch);
        var line = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [EpochColumn] = epoch.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, double value) in logs)
        {
            line[name] = value.ToString("R", CultureInfo.InvariantCulture);
            if (!_columns.Contains(name, StringComparer.Ordinal))
            {
                _columns.Add(name);
            }
        }

        _lines.Add(line);
        AtomicFile.WriteAllText(_path, ToText());
    }

    private string ToText() => string.Concat(
        _lines.Select(values => Join(_columns.Select(column => values.GetValueOrDefault(column, Missing)))).Prepend(
            Join(_columns)));

    private string Join(IEnumerable<string> fields) => string.Join(_separator, fields) + "\n";

    private void Read(string[] lines)
    {
        string[] columns = lines.Length > 0 ? lines[0].Split(_separator) : [];
        if (columns.Length == 0 || !string.Equals(columns[0], EpochColumn, StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{_path} is not a log to append to: its first column must be '{EpochColumn}'. Choose another file.");
        }

        _columns.AddRange(columns[1..]);
        foreach (string line in lines[1..])
        {
            string[] fields = line.Split(_separator);
            if (fields.Length != columns.Length
                || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw new InvalidDataException(
                    $"{_path}, line {_lines.Count + 2}: '{line}' does not have the {columns.Length} values of the "
                        + "header. Choose another file.");
            }

            _lines.Add(
                columns.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
        }
    }
}
