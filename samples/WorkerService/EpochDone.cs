namespace WorkerService;

/// <summary>Where a training stands. It comes on the training's own thread: be brief.</summary>
internal sealed record EpochDone(int Epoch, double Loss, double Accuracy);
