using System.Globalization;
using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;
using Trainer.Core.Text;
using Trainer.Host.Configuration;

namespace Trainer.Host.Sweeps;

/// <summary>The settings that a sweep tries: all combinations of some lists.</summary>
internal static class SweepGrid
{
    private const int MostSettings = 200;

    private static readonly string[] Names = ["ParseWorkers", "AugmentWorkers", "ChunkSize", "MaxQueueSize", "Threads"];

    /// <summary>Makes the combinations.</summary>
    /// <param name="text">
    /// Lists such as <c>ParseWorkers=1,2;ChunkSize=8,16</c>; what is not named keeps the value of the settings. Null or
    /// empty for worker counts up to the cores and three chunk sizes.
    /// </param>
    /// <param name="pipeline">The settings in force.</param>
    /// <param name="cores">The cores; workers beyond them are not tried by default.</param>
    /// <exception cref="SettingsException">
    /// The text is not of that form, makes too many combinations, or has a number out of range.
    /// </exception>
    public static IReadOnlyList<SweepSetting> Make(string? text, PipelineSettings pipeline, int cores)
    {
        bool isDefault = string.IsNullOrWhiteSpace(text);
        Dictionary<string, int[]> lists = isDefault ? Defaults(cores) : Parse(text!);
        WorkerSplit present = WorkerBudgets.Start(pipeline);
        int[] Values(string name, int inForce) => lists.GetValueOrDefault(name) ?? [inForce];
        int?[] threads = lists.TryGetValue("Threads", out int[]? counts)
            ? [.. counts.Select(count => (int?)count)]
            : [null];
        SweepSetting[] all =
        [
            .. from parse in Values("ParseWorkers", present.Parse)
               from augment in Values("AugmentWorkers", present.Augment)
               from chunk in Values("ChunkSize", pipeline.ChunkSize)
               from queue in Values("MaxQueueSize", pipeline.MaxQueueSize)
               from thread in threads
               where !isDefault || parse + augment <= Math.Max(cores, 2) + 1
               select new SweepSetting(parse, augment, chunk, queue, thread),
        ];
        if (all.Length > MostSettings)
        {
            throw new SettingsException(
                $"--sweep makes {all.Length} settings; at most {MostSettings} are tried. Shorten the lists.");
        }

        string? problem = all.SelectMany(setting => setting.ApplyTo(new InputPipelineOptions()).Validate())
            .FirstOrDefault();
        return problem is null ? all : throw new SettingsException($"--sweep has a setting out of range: {problem}");
    }

    private static Dictionary<string, int[]> Defaults(int cores)
    {
        int[] workers =
            [.. Enumerable.Range(0, 8).Select(power => 1 << power).Where(count => count <= Math.Max(cores, 1))];
        return new Dictionary<string, int[]>(StringComparer.Ordinal)
        {
            ["ParseWorkers"] = workers,
            ["AugmentWorkers"] = workers,
            ["ChunkSize"] = [8, 16, 32],
        };
    }

    private static Dictionary<string, int[]> Parse(string text)
    {
        var lists = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (string part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', StringSplitOptions.TrimEntries);
            string? name = Names.FirstOrDefault(
                known => string.Equals(known, pair[0], StringComparison.OrdinalIgnoreCase));
            if (name is null || pair.Length != 2)
            {
                throw new SettingsException(
                    $"--sweep has '{part}'; it must be lists such as ParseWorkers=1,2;ChunkSize=8,16, of "
                        + $"{string.Join(", ", Names)}.{NearestName.Question(pair[0], Names)}");
            }

            int[] values =
                [.. pair[1].Split(',', StringSplitOptions.TrimEntries).Select(value => ParseCount(value, part))];
            if (!lists.TryAdd(name, [.. values.Distinct()]))
            {
                throw new SettingsException($"--sweep names {name} twice.");
            }
        }

        return lists;
    }

    private static int ParseCount(string text, string part) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= 1
            ? value
            : throw new SettingsException($"--sweep has '{part}'; '{text}' is not a number of at least 1.");
}
