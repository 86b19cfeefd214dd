using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Live;

namespace Trainer.Host.Observation;

/// <summary>Shows the profile so far, between two steps, when somebody asks for it.</summary>
/// <param name="profile">The profile.</param>
/// <param name="views">
/// What is on the terminal: a line that has to be left first, or all of it, with nothing to be added.
/// </param>
internal sealed class ProfileCallback(RunProfile profile, RunViews views) : Callback
{
    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs)
    {
        if (!views.TakeWholeTerminal)
        {
            profile.ShowIfAsked(views.Break);
        }
    }
}
