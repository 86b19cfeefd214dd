using Trainer.Core.Checkpoints;

namespace Trainer.Core.Training;

/// <summary>Decides when a checkpoint is due, and writes it.</summary>
internal sealed class CheckpointWriter(CheckpointOptions options)
{
    private long _written = options.Time.GetTimestamp();
    private int _steps;
    private int _epochs;

    /// <summary>Counts a step.</summary>
    /// <returns>Whether a checkpoint is due.</returns>
    public bool CountStep()
    {
        _steps++;
        return _steps >= options.EverySteps || options.Time.GetElapsedTime(_written) >= options.Every;
    }

    /// <summary>Counts an epoch.</summary>
    /// <returns>Whether a checkpoint is due.</returns>
    public bool CountEpoch()
    {
        _epochs++;
        return _epochs >= options.EveryEpochs;
    }

    /// <summary>Writes one.</summary>
    /// <param name="save">Puts the training's state down.</param>
    public void Write(Action<StateDictionary> save)
    {
        using var state = new StateDictionary();
        save(state);
        options.AddTo?.Invoke(state.Section("run"));
        CheckpointFile.Write(options.Path, state);
        _steps = 0;
        _epochs = 0;
        _written = options.Time.GetTimestamp();
    }
}
