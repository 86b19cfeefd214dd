using Trainer.Core.Checkpoints;
using Trainer.Core.Sampling;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Host.Configuration;

namespace Trainer.Host.RunFolders;

/// <summary>
/// A run that is to go on from its last checkpoint, or, if it was cut short before its first one, from its beginning.
/// </summary>
internal sealed class ResumedRun : IDisposable
{
    private readonly bool _despiteDifferences;

    private ResumedRun(RunFolder folder, StateDictionary? state, bool despiteDifferences)
    {
        Folder = folder;
        State = state;
        _despiteDifferences = despiteDifferences;
    }

    /// <summary>Its folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>The checkpoint; null if there is none yet.</summary>
    public StateDictionary? State { get; }

    /// <summary>Reads the checkpoint.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="despiteDifferences">Whether to go on although settings or data are not what they were.</param>
    public static ResumedRun Open(RunFolder folder, bool despiteDifferences)
    {
        TorchRuntime.Load();
        StateDictionary? state = File.Exists(folder.Checkpoint)
            ? TorchThread.Run(() => CheckpointFile.Read(folder.Checkpoint))
            : null;
        return new ResumedRun(folder, state, despiteDifferences);
    }

    /// <summary>Where the training pipeline starts.</summary>
    public PipelinePosition TrainingStart => State is null ? default : FitState.NextBatch(State);

    /// <summary>Where the validation pipeline starts: each validation so far took one of its epochs.</summary>
    /// <param name="frequency">After every how many epochs there is a validation.</param>
    public PipelinePosition ValidationStart(int frequency) =>
        State is null ? default : new(FitState.Position(State).Epoch / frequency, 0);

    /// <summary>Refuses to go on with other settings or other data.</summary>
    /// <exception cref="SettingsException">Something differs, and that was not allowed.</exception>
    public void Require(RunIdentity identity, Terminal terminal)
    {
        IReadOnlyList<string> differences = State is null ? [] : identity.DifferencesFrom(State.Section("run"));
        if (differences.Count == 0)
        {
            return;
        }

        string list = string.Join(Environment.NewLine, differences);
        if (!_despiteDifferences)
        {
            throw new SettingsException(
                $"The run in {Folder.Path} cannot go on as it "
                    + $"was:{Environment.NewLine}{list}{Environment.NewLine}Restore that, or say --resume-anyway.");
        }

        terminal.Out.WriteLine($"Going on although something has changed:{Environment.NewLine}{list}");
    }

    /// <summary>Where it goes on, in words.</summary>
    public string Describe()
    {
        if (State is null)
        {
            return "epoch 1, step 1: there was no checkpoint yet";
        }

        (int epoch, int step, bool inEpoch) = FitState.Position(State);
        return $"epoch {epoch + 1}, step {step + 1}{(inEpoch ? string.Empty : ", between two epochs")}";
    }

    /// <inheritdoc/>
    public void Dispose() => TorchThread.Run(() => State?.Dispose());
}
