using Trainer.Core.Training.Callbacks;

namespace Trainer.Host.Observation;

/// <summary>Shows the profile so far, between two steps, when somebody asks for it.</summary>
/// <param name="profile">The profile.</param>
/// <param name="progress">The progress bar, whose line is left first; null if there is none.</param>
internal sealed class ProfileCallback(RunProfile profile, ProgressBar? progress) : Callback
{
    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, OrderedDictionary<string, double> logs) =>
        profile.ShowIfAsked(() => progress?.Break());
}
