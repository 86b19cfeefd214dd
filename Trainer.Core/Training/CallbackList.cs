using Trainer.Core.Training.Callbacks;

namespace Trainer.Core.Training;

/// <summary>The callbacks of a run, called one after another.</summary>
internal sealed class CallbackList
{
    private readonly IReadOnlyList<Callback> _callbacks;

    /// <summary>Gives the callbacks their model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="callbacks">The user's, in the order to call them in.</param>
    /// <param name="verbose">
    /// 0; or 1 or 2 for a progress bar behind them, which shows what they have added to the logs.
    /// </param>
    public CallbackList(Model model, IReadOnlyList<Callback> callbacks, int verbose)
    {
        _callbacks = verbose == 0 ? callbacks : [.. callbacks, new ProgressBar(verbose: verbose)];
        foreach (Callback callback in _callbacks)
        {
            callback.Model = model;
        }
    }

    /// <summary>Tells them what is known of the run.</summary>
    public void Inform(TrainingParameters parameters) => Call(callback => callback.Parameters = parameters);

    /// <summary>Calls one hook of each.</summary>
    public void Call(Action<Callback> hook)
    {
        foreach (Callback callback in _callbacks)
        {
            hook(callback);
        }
    }
}
