namespace Trainer.Host.Live.Dashboard;

/// <summary>A run of the runs folder, as the dashboard lists it.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Status">How it ended, as <c>report.json</c> says; null if it has no report yet.</param>
/// <param name="Epochs">Epochs in its history.</param>
/// <param name="Accuracy">On the test data; not-a-number if it was not tested.</param>
/// <param name="BestValAccuracy">After any epoch; not-a-number if there was no validation.</param>
/// <param name="Model">The network.</param>
/// <param name="Recipe">The recipe.</param>
internal sealed record FinishedRunInfo(
    string Name, string? Status, int Epochs, double Accuracy, double BestValAccuracy, string Model, string Recipe);
