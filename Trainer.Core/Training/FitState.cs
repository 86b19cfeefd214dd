using Trainer.Core.Checkpoints;
using Trainer.Core.Sampling;

namespace Trainer.Core.Training;

/// <summary>What can be told of a checkpoint before the training that wrote it is taken up.</summary>
public static class FitState
{
    /// <summary>Where the training stood.</summary>
    /// <param name="state">The checkpoint.</param>
    /// <returns>
    /// The epoch in work or the next one, from 0; its next step, which is behind the last one when only its validation
    /// is left to do; and whether the epoch had begun.
    /// </returns>
    /// <exception cref="KeyNotFoundException">It is no checkpoint of a training.</exception>
    public static (int Epoch, int Step, bool InEpoch) Position(StateDictionary state)
    {
        StateDictionary fit = state.Section("fit");
        return ((int)fit.GetInt64("epoch"), (int)fit.GetInt64("step"), fit.GetInt64("in_epoch") != 0);
    }

    /// <summary>The batch that the training takes next: where its pipeline has to start.</summary>
    /// <param name="state">The checkpoint.</param>
    /// <exception cref="KeyNotFoundException">It is no checkpoint of a training.</exception>
    public static PipelinePosition NextBatch(StateDictionary state)
    {
        (int epoch, int step, _) = Position(state);
        return step == state.Section("fit").GetInt64("steps")
            ? new PipelinePosition(epoch + 1, 0)
            : new PipelinePosition(epoch, step);
    }
}
