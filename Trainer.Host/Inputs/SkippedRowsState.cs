using System.Text.Json;
using Trainer.Core.Checkpoints;
using Trainer.Core.Pipeline;

namespace Trainer.Host.Inputs;

/// <summary>The bad rows that a run has left out so far, as a part of its checkpoint.</summary>
internal static class SkippedRowsState
{
    private const string Section = "skipped_rows";
    private const string Training = "training";
    private const string Testing = "testing";

    /// <summary>Writes them down.</summary>
    public static void Save(StateDictionary state, InputPipeline training, InputPipeline testing)
    {
        StateDictionary section = state.Section(Section);
        section.Set(Training, JsonSerializer.Serialize(training.ReadSkippedRows()));
        section.Set(Testing, JsonSerializer.Serialize(testing.ReadSkippedRows()));
    }

    /// <summary>Gives them to the pipelines that go on.</summary>
    public static void Restore(StateDictionary state, InputPipeline training, InputPipeline testing)
    {
        StateDictionary section = state.Section(Section);
        training.RestoreSkippedRows(JsonSerializer.Deserialize<SkippedRow[]>(section.GetString(Training))!);
        testing.RestoreSkippedRows(JsonSerializer.Deserialize<SkippedRow[]>(section.GetString(Testing))!);
    }
}
