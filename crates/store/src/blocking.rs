//! Work that waits for a disk or a lock, on the threads that the runtime has for it.

use std::panic::resume_unwind;

use tokio::task::JoinHandle;

/// What came of work that was given to [`spawn_blocking`](tokio::task::spawn_blocking). A panic of it goes on here.
///
/// Only a runtime that is shutting down does not do what it is given. Then this never answers: whoever waits is
/// dropped with the runtime.
pub async fn outcome<T>(task: JoinHandle<T>) -> T {
    match task.await.map_err(tokio::task::JoinError::try_into_panic) {
        Ok(done) => done,
        Err(Ok(panic)) => resume_unwind(panic),
        Err(Err(_)) => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use tokio::runtime::Builder;
    use tokio::task::spawn_blocking;

    use super::*;

    #[tokio::test]
    async fn what_came_of_it_is_answered() {
        assert_eq!(outcome(spawn_blocking(|| 7)).await, 7);
    }

    #[tokio::test]
    #[should_panic(expected = "of the work")]
    async fn a_panic_goes_on_where_it_is_waited_for() {
        outcome(spawn_blocking(|| panic!("of the work"))).await;
    }

    #[test]
    fn a_runtime_that_shuts_down_is_no_reason_to_panic() {
        let runtime = Builder::new_current_thread().build().unwrap();
        let handle = runtime.handle().clone();
        runtime.shutdown_background();
        let mut answer = pin!(outcome(handle.spawn_blocking(|| 7)));
        assert!(answer.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
}
