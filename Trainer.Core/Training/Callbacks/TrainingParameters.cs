namespace Trainer.Core.Training.Callbacks;

/// <summary>What a callback may want to know of the run.</summary>
/// <param name="Epochs">The epoch that the run stops before.</param>
/// <param name="Steps">The steps of an epoch; null as long as that is not known.</param>
public sealed record TrainingParameters(int Epochs, int? Steps);
