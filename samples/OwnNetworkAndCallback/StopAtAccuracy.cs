using Trainer.Core.Training.Callbacks;

namespace OwnNetworkAndCallback;

/// <summary>Prints each epoch, and ends the training as soon as it is good enough.</summary>
internal sealed class StopAtAccuracy(double goal) : Callback
{
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs)
    {
        Console.WriteLine($"epoch {epoch + 1}: loss {logs["loss"]:F3}, accuracy {logs["accuracy"]:P0}");
        if (logs["accuracy"] >= goal)
        {
            Console.WriteLine($"reached {goal:P0}");
            Model.StopTraining = true;
        }
    }
}
