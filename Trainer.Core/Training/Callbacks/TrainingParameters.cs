namespace Trainer.Core.Training.Callbacks;

/// <summary>What a callback may want to know of the run.</summary>
/// <param name="Epochs">The epoch that the run stops before; 0 outside of training.</param>
/// <param name="Steps">The steps of an epoch; null as long as that is not known.</param>
/// <param name="ValidationFrequency">After every how many epochs there is a validation; 0 for never.</param>
public sealed record TrainingParameters(int Epochs, int? Steps, int ValidationFrequency = 0);
