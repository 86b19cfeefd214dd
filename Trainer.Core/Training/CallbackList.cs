using Trainer.Core.Training.Callbacks;

namespace Trainer.Core.Training;

/// <summary>The callbacks of a run, called one after another.</summary>
internal sealed class CallbackList
{
    private readonly IReadOnlyList<Callback> _callbacks;

    /// <summary>Gives the callbacks their model.</summary>
    public CallbackList(Model model, IReadOnlyList<Callback> callbacks)
    {
        _callbacks = callbacks;
        foreach (Callback callback in callbacks)
        {
            callback.Model = model;
        }
    }

    /// <summary>Calls one hook of each.</summary>
    public void Call(Action<Callback> hook)
    {
        foreach (Callback callback in _callbacks)
        {
            hook(callback);
        }
    }
}
